// npm run backup -- FILE: everything that is kept, in one archive, beside a running console and with its settings.
import { runCommand } from './run-command.mjs';

runCommand('backup', { files: true });
