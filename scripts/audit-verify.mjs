// npm run audit:verify [-- FOLDER]: checks every row of the ledger, beside a running console and with its settings; writes sealed rows to files there.
import { runCommand } from './run-command.mjs';

runCommand('audit-verify', { files: true });
