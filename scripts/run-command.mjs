// Runs a command of the server's own code with what it was given.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

// Files are named from where the person stands; everything else is found from the project.
const here = process.env.INIT_CWD ?? process.cwd();
await import('./root.mjs');

/** `files`: whether the arguments name files. */
export function runCommand(name, { files = false } = {}) {
  const built = `dist/${name}.mjs`;
  const program = existsSync(built) ? [built] : ['--import', 'tsx', `lib/cli/${name}.ts`];
  const given = process.argv.slice(2).map((word) => (files ? path.resolve(here, word) : word));
  const { status } = spawnSync(process.execPath, ['--enable-source-maps', ...program, ...given], { stdio: 'inherit' });
  process.exit(status ?? 1);
}
