// npm run bench:history [-- ROUNDS]: what the history of tasks costs the push path, for docs/benchmarks.md.
import { spawnSync } from 'node:child_process';
import './root.mjs';

const program = ['--import', 'tsx', 'lib/workers/testing/bench-history.ts', ...process.argv.slice(2)];
process.exit(spawnSync(process.execPath, program, { stdio: 'inherit' }).status ?? 1);
