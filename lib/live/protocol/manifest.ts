import { textNumber } from '#lib/domain/text-digest';

/** What a replica holds, an object a fingerprint: enough for any console to find what differs from its own picture. */
export type Manifest = Record<string, string>;

const held = new WeakMap<object, string>();

/**
 * Eight characters that stand for an object's content, made of its JSON: the same in every process that holds it in the
 * same order of keys. Two contents share one once in 10^12.
 */
export function fingerprintOf(value: object): string {
  const known = held.get(value);
  if (known !== undefined) return known;
  const print = (textNumber(JSON.stringify(value)) % 2 ** 40).toString(36).padStart(8, '0');
  held.set(value, print);
  return print;
}

export function manifestOf(objects: Iterable<{ id: string }>): Manifest {
  const manifest: Manifest = {};
  for (const object of objects) manifest[object.id] = fingerprintOf(object);
  return manifest;
}

/** Beyond this the objects themselves are cheaper to send. */
export const LARGEST_MANIFEST = 6000;

/** Whether something from outside is a manifest that is worth reading. */
export function isManifest(given: unknown): given is Manifest {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return false;
  const entries = Object.entries(given);
  return entries.length <= LARGEST_MANIFEST && entries.every(([, print]) => typeof print === 'string');
}
