// Records what was made from what: a step's stamp is the hash of its inputs, so that a second start has nothing to do.
// By content, because a checkout, a clone or an editor's save changes only times.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** In node_modules, so that a new installation clears the stamps. */
const FOLDER = 'node_modules/.swarmdeck';

function* filesUnder(place) {
  const stat = statSync(place, { throwIfNoEntry: false });
  if (!stat) return;
  if (!stat.isDirectory()) return yield place;
  for (const entry of readdirSync(place).sort()) yield* filesUnder(path.posix.join(place, entry));
}

/** The hash of the files in these places, names and contents. Missing places count as empty. */
export function hashOf(places, { except = /$^/ } = {}) {
  const hash = createHash('sha256');
  for (const place of places)
    for (const file of filesUnder(place)) {
      if (except.test(file)) continue;
      const content = readFileSync(file);
      hash.update(`${file}\0${content.length}\0`).update(content);
    }
  return hash.digest('hex');
}

const read = (file) => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null; // missing: never stamped
  }
};

export const isStamped = (name, value) => read(path.join(FOLDER, name)) === value;

export function stamp(name, value) {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(path.join(FOLDER, name), value);
}
