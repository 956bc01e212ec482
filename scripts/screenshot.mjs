// npm run screenshot: the pictures of the README and a look at every screen, from a real swarm.
import { spawnSync } from 'node:child_process';
import { prepare } from './prepare.mjs';
import { main } from './progress.mjs';
import './root.mjs';

await main(async () => {
  await prepare();
  const args = ['--import', 'tsx', 'e2e/screenshots.ts', ...process.argv.slice(2)];
  process.exitCode = spawnSync(process.execPath, args, { stdio: 'inherit' }).status ?? 1;
});
