// Installs what the lock names, without letting any package run a script of its own.
import { readFileSync } from 'node:fs';
import { must } from './progress.mjs';

/** npm as it was called, else the one in the path. */
export const npm = process.env.npm_execpath?.endsWith('.js') ? [process.execPath, process.env.npm_execpath] : ['npm'];

const packagesOf = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;

/**
 * Whether node_modules holds the lock's versions, with or without those for development. npm writes its own list there last, so a torn
 * installation has none.
 */
export function isInstalled({ dev }) {
  let installed;
  try {
    installed = packagesOf('node_modules/.package-lock.json');
  } catch {
    return false; // no list: nothing, or half of something
  }
  return Object.entries(packagesOf('package-lock.json')).every(
    ([place, entry]) =>
      place === '' ||
      (entry.dev && !dev) ||
      (installed[place] ? installed[place].version === entry.version : entry.optional),
  );
}

export const install = ({ dev }) =>
  must(
    [
      ...npm,
      'ci',
      '--ignore-scripts',
      dev ? '--include=dev' : '--omit=dev',
      '--prefer-offline',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
    ],
    {
      explain: (output) =>
        /ENOTFOUND|ETIMEDOUT|ECONNREFUSED|EAI_AGAIN/.test(output)
          ? 'npm did not reach its registry: check the network, or the registry in ~/.npmrc.'
          : 'npm could not install the dependencies; its last lines are above.',
    },
  );
