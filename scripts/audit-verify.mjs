// npm run audit:verify [-- FOLDER]: verifies every row of the ledger, beside a running console and with its settings;
// writes sealed rows to files in the folder.
import { runCommand } from './run-command.mjs';

runCommand('audit-verify', { files: true });
