// npm run bench:history -- [--quick] [--rounds 8] [--out FILE]
// What the history of tasks costs a viewer of a screen while 5,000 tasks come at once. The work is in e2e/scale/bench-history.ts.
import { spawnSync } from 'node:child_process';
import { prepare } from './prepare.mjs';
import { main } from './progress.mjs';
import './root.mjs';

await main(async () => {
  await prepare();
  const args = ['--import', 'tsx', 'e2e/scale/bench-history.ts', ...process.argv.slice(2)];
  process.exitCode = spawnSync(process.execPath, args, { stdio: 'inherit' }).status ?? 1;
});
