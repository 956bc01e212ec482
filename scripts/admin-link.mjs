// npm run admin:link [-- e-mail]: a one-time link for an admin who lost the password, or for the first one; beside a running
// console and with its settings. Runs what was built, or the sources where nothing was.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import './root.mjs';

const BUILT = 'dist/admin-link.mjs';
const program = existsSync(BUILT) ? [BUILT] : ['--import', 'tsx', 'lib/server/admin-link.ts'];
const { status } = spawnSync(process.execPath, ['--enable-source-maps', ...program, ...process.argv.slice(2)], {
  stdio: 'inherit',
});
process.exit(status ?? 1);
