// npm run bench:flight -- [--reads 400] [--out FILE]
// What a read of the engine costs beside others in flight, and whether /healthz answers meanwhile. The work is in
// e2e/scale/bench-flight.ts.
import { spawnSync } from 'node:child_process';
import { prepare } from './prepare.mjs';
import { main } from './progress.mjs';
import './root.mjs';

await main(async () => {
  await prepare();
  const args = ['--import', 'tsx', 'e2e/scale/bench-flight.ts', ...process.argv.slice(2)];
  process.exitCode = spawnSync(process.execPath, args, { stdio: 'inherit' }).status ?? 1;
});
