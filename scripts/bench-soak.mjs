// npm run bench:soak -- [--services 2080] [--minutes 10] [--out FILE]
// Whether a console's memory stays as it is while services come and go. The work is in e2e/scale/bench-soak.ts.
import { spawnSync } from 'node:child_process';
import { prepare } from './prepare.mjs';
import { main } from './progress.mjs';
import './root.mjs';

await main(async () => {
  await prepare();
  const args = ['--import', 'tsx', 'e2e/scale/bench-soak.ts', ...process.argv.slice(2)];
  process.exitCode = spawnSync(process.execPath, args, { stdio: 'inherit' }).status ?? 1;
});
