// better-sqlite3 is the one dependency with a native part. It comes ready-made where the network gives it, is compiled
// elsewhere, and is kept in the user's cache for the next clone.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, realpathSync, renameSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import path from 'node:path';
import { npm } from './dependencies.mjs';
import { must, say } from './progress.mjs';
import './root.mjs';

const PACKAGE = path.resolve('node_modules/better-sqlite3');
const BUILT = path.join(PACKAGE, 'build/Release/better_sqlite3.node');
const TRY = `new (require(${JSON.stringify(PACKAGE)}))(':memory:').close()`;

/** Tried in this process: quick, but only once, since a module that failed to load stays failed. */
export function loads() {
  try {
    const Database = createRequire(import.meta.url)(PACKAGE);
    new Database(':memory:').close();
    return true;
  } catch {
    return false; // missing, or built for another Node: both are cured by building
  }
}

const loadsAfresh = () => spawnSync(process.execPath, ['-e', TRY], { stdio: 'ignore' }).status === 0;

function keptFile() {
  const { version } = JSON.parse(readFileSync(path.join(PACKAGE, 'package.json'), 'utf8'));
  const folder = path.join(process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache'), 'swarmdeck');
  return path.join(
    folder,
    `better-sqlite3-${version}-abi${process.versions.modules}-${process.platform}-${process.arch}.node`,
  );
}

/** Puts `from` at `to` in one move, so that nobody sees half of a file. */
function place(from, to) {
  mkdirSync(path.dirname(to), { recursive: true });
  const passing = `${to}.${process.pid}`;
  copyFileSync(from, passing);
  renameSync(passing, to);
}

/** Where this Node's own headers lie; node-gyp would download them. */
function headers() {
  const prefix = path.dirname(path.dirname(realpathSync(process.execPath)));
  return [prefix, '/usr', '/usr/local'].find((folder) => {
    const file = path.join(folder, 'include/node/node_version.h');
    return (
      existsSync(file) &&
      new RegExp(`NODE_MODULE_VERSION ${process.versions.modules}\\b`).test(readFileSync(file, 'utf8'))
    );
  });
}

const inPath = (command) =>
  (process.env.PATH ?? '').split(path.delimiter).some((folder) => folder && existsSync(path.join(folder, command)));

/** One line for a machine that cannot compile; null when the compiler is there and something else went wrong. */
function missingCompiler() {
  const missing = [
    !inPath('python3') && 'python3',
    !inPath('make') && 'make',
    !['g++', 'c++', 'clang++'].some(inPath) && 'g++',
  ].filter(Boolean);
  if (missing.length === 0) return null;
  const remedy = [
    ['apt-get', `apt-get install -y ${missing.join(' ')}`],
    ['apk', `apk add ${missing.join(' ')}`],
    ['dnf', `dnf install -y ${missing.join(' ').replace('g++', 'gcc-c++')}`],
    ['xcode-select', 'xcode-select --install'],
  ].find(([tool]) => inPath(tool));
  return `better-sqlite3 has to be compiled here, without ${missing.join(', ')} it can't be: ${remedy?.[1] ?? 'install it'}, then try again.`;
}

/** Takes the kept file or builds one. */
export async function build() {
  const kept = keptFile();
  if (existsSync(kept)) {
    place(kept, BUILT);
    if (loadsAfresh()) return say(`better-sqlite3: taken from ${kept}`);
  }
  const nodedir = process.env.npm_config_nodedir ?? headers();
  await must([...npm, 'rebuild', 'better-sqlite3', '--loglevel=error'], {
    env: { JOBS: 'max', ...(nodedir && { npm_config_nodedir: nodedir }) },
    explain: () => missingCompiler() ?? 'better-sqlite3 could not be built; what the compiler said is above.',
  });
  await must([process.execPath, '-e', TRY], {
    explain: () => 'better-sqlite3 was built, but this Node cannot load it.',
  });
  try {
    place(BUILT, kept);
  } catch (error) {
    say(`better-sqlite3: not kept for the next clone (${error.message})`);
  }
}
