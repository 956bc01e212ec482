// Runs a command of the server's own code with the given arguments.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

// File arguments are relative to the caller's folder; everything else is relative to the project.
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
