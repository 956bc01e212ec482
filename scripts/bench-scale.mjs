// npm run bench:scale -- [--tasks 100000] [--seconds 60] [--out FILE]
// The console at 1,000 nodes from a seeded source, with 1,000 bare browsers and a real one. The work is in
// e2e/scale/bench-scale.ts.
import { spawnSync } from 'node:child_process';
import { prepare } from './prepare.mjs';
import { main } from './progress.mjs';
import './root.mjs';

await main(async () => {
  await prepare();
  const args = ['--import', 'tsx', 'e2e/scale/bench-scale.ts', ...process.argv.slice(2)];
  process.exitCode = spawnSync(process.execPath, args, { stdio: 'inherit' }).status ?? 1;
});
