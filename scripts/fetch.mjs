// The first step of npm start and npm run dev: downloads the packages and, where this Node is too old, a newer one, in
// parallel. Runs on any Node.
//   --dev   with the tools for development
import { install, isInstalled } from './dependencies.mjs';
import { rightNode } from './pinned-node.mjs';
import { main, step } from './progress.mjs';

const dev = process.argv.includes('--dev');
process.chdir(`${import.meta.dirname}/..`);
await main(() =>
  Promise.all([rightNode(), isInstalled({ dev }) || step('Installing the dependencies', () => install({ dev }))]),
);
