// npm run admin:link [-- e-mail]: a one-time link for an admin who lost the password, or for the first one; beside a running
// console and with its settings.
import { runCommand } from './run-command.mjs';

runCommand('admin-link');
