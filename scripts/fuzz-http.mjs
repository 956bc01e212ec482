// npm run fuzz:http -- [--count 10000] [--seed N]
// Malformed requests over all contracts, as every role, against a console on a real swarm. The work is in e2e/fuzz/.
import { spawnSync } from 'node:child_process';
import { prepare } from './prepare.mjs';
import { main } from './progress.mjs';
import './root.mjs';

await main(async () => {
  await prepare();
  const args = ['--import', 'tsx', 'e2e/fuzz/fuzz-http.ts', ...process.argv.slice(2)];
  process.exitCode = spawnSync(process.execPath, args, { stdio: 'inherit' }).status ?? 1;
});
