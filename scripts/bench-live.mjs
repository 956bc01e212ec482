// npm run bench:live -- [--pending 5,5000] [--quick] [--out FILE]
// The console on a real swarm: how soon a change is on the screen, and its cost. The work is in
// e2e/scale/bench-live.ts.
import { spawnSync } from 'node:child_process';
import { prepare } from './prepare.mjs';
import { main } from './progress.mjs';
import './root.mjs';

await main(async () => {
  await prepare();
  const args = ['--import', 'tsx', 'e2e/scale/bench-live.ts', ...process.argv.slice(2)];
  process.exitCode = spawnSync(process.execPath, args, { stdio: 'inherit' }).status ?? 1;
});
