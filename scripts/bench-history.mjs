// npm run bench:history -- [--quick] [--rounds 8] [--out FILE]
// The cost of the task history for a viewer of a screen while 5,000 tasks start at once. The work is in
// e2e/scale/bench-history.ts.
import { spawnSync } from 'node:child_process';
import { prepare } from './prepare.mjs';
import { main } from './progress.mjs';
import './root.mjs';

await main(async () => {
  await prepare();
  const args = ['--import', 'tsx', 'e2e/scale/bench-history.ts', ...process.argv.slice(2)];
  process.exitCode = spawnSync(process.execPath, args, { stdio: 'inherit' }).status ?? 1;
});
