// npm run restore -- FILE: puts a backup in the place of what is kept, while no console serves.
import { runCommand } from './run-command.mjs';

runCommand('restore', { files: true });
