// npm run lock:complete, after each change of dependencies: completes what npm leaves open in the lock.
// - Entries without a hash (skipped packages of other platforms) are resolved again, so that `npm ci` installs nothing
//   unchecked anywhere. `--check` fails for such an entry.
// - npm counts packages that only an optional peer requires (better-auth: vitest) as required. They are marked as
//   development only, so that `npm start` does not install them (scripts/dependencies.mjs).
import { readFileSync, writeFileSync } from 'node:fs';
import { npm } from './dependencies.mjs';
import { main, must, StepFailed, say } from './progress.mjs';
import './root.mjs';

const LOCK = 'package-lock.json';
const read = () => JSON.parse(readFileSync(LOCK, 'utf8'));
const write = (lock) => writeFileSync(LOCK, `${JSON.stringify(lock, null, 2)}\n`);

/** A bundled package is covered by the hash of the archive that holds it. */
const unhashed = ({ packages }) =>
  Object.entries(packages)
    .filter(([at, { integrity, inBundle, link }]) => at !== '' && !integrity && !inBundle && !link)
    .map(([at]) => at);

async function resolved() {
  const lock = read();
  for (const at of unhashed(lock)) delete lock.packages[at];
  write(lock);
  await must([...npm, 'install', '--package-lock-only', '--ignore-scripts', '--no-audit', '--no-fund']);
  return read();
}

/** Where Node would resolve `name` from the package at `from`, by the lock's paths; undefined when nowhere. */
function placeOf(packages, from, name) {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    const path = `${at ? `${at}/` : ''}node_modules/${name}`;
    if (packages[path]) return path;
    if (!at) return undefined;
  }
}

/** Optional packages that an entry names and the lock lacks, because the registry did not serve them. */
const missing = ({ packages }) =>
  Object.entries(packages).flatMap(([at, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter((name) => !placeOf(packages, at, name)),
  );

/** What a start requires: dependencies, optional ones, and peers that are not optional. */
function neededToStart(packages) {
  const needed = new Set(['']);
  for (const at of needed) {
    const { dependencies, optionalDependencies, peerDependencies = {}, peerDependenciesMeta = {} } = packages[at];
    const peers = Object.keys(peerDependencies).filter((name) => !peerDependenciesMeta[name]?.optional);
    for (const name of [...Object.keys({ ...dependencies, ...optionalDependencies }), ...peers]) {
      const place = placeOf(packages, at, name);
      if (place) needed.add(place);
    }
  }
  return needed;
}

/** The faults of a lock, in words; empty where it is complete. */
const faultsOf = (lock) => [
  ...unhashed(lock).map((at) => `${at} has no hash`),
  ...missing(lock).map((name) => `${name} is missing: the registry in use does not serve it`),
];

function assertWhole(lock) {
  const faults = faultsOf(lock);
  if (faults.length > 0)
    throw new StepFailed(`${LOCK} is not whole (npm run lock:complete):\n  ${faults.join('\n  ')}`);
}

await main(async () => {
  if (process.argv.includes('--check')) return assertWhole(read());
  const lock = await resolved();
  const needed = neededToStart(lock.packages);
  for (const [at, entry] of Object.entries(lock.packages)) {
    delete entry.devOptional;
    delete entry.dev;
    if (!needed.has(at)) lock.packages[at] = { ...entry, dev: true };
  }
  lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
  write(lock);
  assertWhole(lock);
  say(`${LOCK}: ${Object.keys(lock.packages).length - needed.size} packages for development alone`);
});
