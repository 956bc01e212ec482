// Run it after each dependency change. Two things that npm does not do by itself:
// - npm leaves optional packages of other platforms out of the lock when the registry in use does not serve them, and `npm ci` then refuses
//   the lock. This adds those entries (never fetched here).
// - what only an optional peer leads to (better-auth: vitest) counts as needed. It is there for development alone, and marked so: `npm
//   start` does not install it (scripts/dependencies.mjs).
import { readFileSync, writeFileSync } from 'node:fs';

const LOCK = 'package-lock.json';
const lock = JSON.parse(readFileSync(LOCK, 'utf8'));
const packages = lock.packages;

/** Where Node would find `name` when asked from the package at `from`, by the lock's paths; undefined when nowhere. */
function resolved(from, name) {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    const path = `${at ? `${at}/` : ''}node_modules/${name}`;
    if (packages[path]) return path;
    if (!at) return undefined;
  }
}

const first = (text, pattern) => text.match(pattern)?.[1];
function entryFor(name, range, parent) {
  const os = /linuxmusl/.test(name)
    ? 'linux'
    : first(name, /-(android|darwin|freebsd|linux|win32|openharmony|aix|netbsd|openbsd|sunos)\b/);
  const cpu = first(name, /\b(arm64|x64|ia32|ppc64|s390x|riscv64|loong64|wasm32|mips64el|arm)\b/);
  const libc = /musl/.test(name) ? 'musl' : os === 'linux' && /-gnu/.test(name) ? 'glibc' : undefined;
  return {
    version: range.replace(/^[\^~>=v]+/, ''),
    ...(cpu && { cpu: [cpu] }),
    ...(parent.dev && { dev: true }),
    ...(libc && { libc: [libc] }),
    optional: true,
    ...(os && { os: [os] }),
  };
}

let added = 0;
for (const [at, parent] of Object.entries({ ...packages }))
  for (const [name, range] of Object.entries(parent.optionalDependencies ?? {})) {
    if (resolved(at, name)) continue;
    packages[`node_modules/${name}`] = entryFor(name, range, parent);
    added += 1;
  }

/** What a start needs: dependencies, those that are optional, and peers that are not. */
const needed = new Set(['']);
for (const at of needed) {
  const { dependencies, optionalDependencies, peerDependencies = {}, peerDependenciesMeta = {} } = packages[at];
  const peers = Object.keys(peerDependencies).filter((name) => !peerDependenciesMeta[name]?.optional);
  for (const name of [...Object.keys({ ...dependencies, ...optionalDependencies }), ...peers]) {
    const place = resolved(at, name);
    if (place) needed.add(place);
  }
}
for (const [at, entry] of Object.entries(packages)) {
  delete entry.devOptional;
  delete entry.dev;
  if (!needed.has(at)) packages[at] = { ...entry, dev: true };
}

lock.packages = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(LOCK, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${added} entries added to ${LOCK}, ${Object.keys(packages).length - needed.size} for development alone`);
