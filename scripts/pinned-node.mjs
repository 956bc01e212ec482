// The Node that everything here runs on: this one, or, where it is too old, Node 24 from npm, pinned by scripts/node
// and kept in the user's cache. Imports Node's own modules only.
import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { nodeTooOld } from './node-version.mjs';

const PINNED = path.join(import.meta.dirname, 'node');
const PACKAGE = `node-${process.platform}-${process.arch}`;
const say = (line) => console.error(`swarmdeck: ${line}.`);

function refuse(line) {
  say(`${line}: install Node 24 (nvm install 24, or https://nodejs.org)`);
  process.exit(1);
}

const works = (node) => spawnSync(node, ['--version']).status === 0;

const ended = (child) =>
  new Promise((resolve) => {
    child.on('close', resolve);
    child.on('error', () => resolve(null));
  });

/** Downloads into a temporary folder and renames it to `folder` in one step, so that two concurrent runs do no harm. */
async function fetchInto(folder) {
  mkdirSync(path.dirname(folder), { recursive: true });
  const passing = mkdtempSync(`${folder}.`);
  try {
    for (const file of ['package.json', 'package-lock.json'])
      copyFileSync(path.join(PINNED, file), path.join(passing, file));
    const npm = process.env.npm_execpath?.endsWith('.js') ? [process.execPath, process.env.npm_execpath] : ['npm'];
    const flags = ['ci', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];
    // An outer npm's variables are left out, because its prefix and workspace are not this folder's.
    const env = Object.fromEntries(
      Object.entries(process.env).filter(([name]) => !/^npm_config_(local_)?prefix$/i.test(name)),
    );
    const stdio = ['ignore', 'ignore', 'inherit'];
    const status = await ended(spawn(npm[0], [...npm.slice(1), ...flags], { cwd: passing, env, stdio }));
    const node = path.join(passing, 'node_modules', PACKAGE, 'bin');
    if (status !== 0 || !works(path.join(node, 'node'))) return;
    try {
      renameSync(node, folder);
    } catch (error) {
      if (!existsSync(path.join(folder, 'node'))) throw error; // another run was first
    }
  } finally {
    rmSync(passing, { recursive: true, force: true });
  }
}

/** The path of a suitable Node: this one, or the one from npm. */
export async function rightNode() {
  const tooOld = nodeTooOld();
  if (!tooOld) return process.execPath;
  const version = JSON.parse(readFileSync(path.join(PINNED, 'package.json'), 'utf8')).optionalDependencies[PACKAGE];
  if (!version) return refuse(tooOld);
  const cache = path.join(process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache'), 'swarmdeck');
  const folder = path.join(cache, `node-${version}`);
  const node = path.join(folder, 'node');
  if (!existsSync(node)) {
    say(`${tooOld}; fetching Node ${version} from npm into ${folder}`);
    await fetchInto(folder);
    if (!existsSync(node)) return refuse(`${tooOld}, and Node ${version} could not be had from npm`);
  }
  return node;
}
