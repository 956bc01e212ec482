// npm run audit:verify: checks every row of the ledger, beside a running console and with its settings.
import { runCommand } from './run-command.mjs';

runCommand('audit-verify');
