// Installs what the lock names, without running any package's own scripts.
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { must } from './progress.mjs';

/** The npm that called us, else the one in the path. */
export const npm = process.env.npm_execpath?.endsWith('.js') ? [process.execPath, process.env.npm_execpath] : ['npm'];

const ASIDE = '.installing';
const read = (file) => JSON.parse(readFileSync(file, 'utf8'));
const packagesOf = (file) => read(file).packages;

/**
 * Whether node_modules holds the lock's versions, with or without those for development. npm writes its own list last,
 * so an interrupted installation has none.
 */
export function isInstalled({ dev }) {
  let installed;
  try {
    installed = packagesOf('node_modules/.package-lock.json');
  } catch {
    return false; // no list: nothing is installed, or half of it
  }
  return Object.entries(packagesOf('package-lock.json')).every(
    ([place, entry]) =>
      place === '' ||
      (entry.dev && !dev) ||
      (installed[place] ? installed[place].version === entry.version : entry.optional),
  );
}

const ci = (options) =>
  must(
    [
      ...npm,
      'ci',
      '--ignore-scripts',
      '--include=dev',
      '--prefer-offline',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
    ],
    {
      ...options,
      explain: (output) =>
        /ENOTFOUND|ETIMEDOUT|ECONNREFUSED|EAI_AGAIN/.test(output)
          ? 'npm did not reach its registry: check the network, or the registry in ~/.npmrc.'
          : 'npm could not install the dependencies; its last lines are above.',
    },
  );

/**
 * `npm ci --omit=dev` would install what only an optional peer requires, a third of all, so npm gets the lock without
 * it.
 */
async function installToStart() {
  const [{ devDependencies: _, ...project }, lock] = ['package.json', 'package-lock.json'].map(read);
  const needed = Object.entries(lock.packages).filter(([, { dev }]) => !dev);
  const root = { ...lock.packages[''], devDependencies: undefined };
  rmSync(ASIDE, { recursive: true, force: true });
  mkdirSync(ASIDE);
  writeFileSync(path.join(ASIDE, 'package.json'), JSON.stringify(project));
  writeFileSync(
    path.join(ASIDE, 'package-lock.json'),
    JSON.stringify({ ...lock, packages: { ...Object.fromEntries(needed), '': root } }),
  );
  await ci({ cwd: ASIDE });
  rmSync('node_modules', { recursive: true, force: true });
  renameSync(path.join(ASIDE, 'node_modules'), 'node_modules');
  rmSync(ASIDE, { recursive: true });
}

export const install = ({ dev }) => (dev ? ci() : installToStart());
