import type { FieldChange } from '../operation/operation';
import { diffSpecs } from './diff';
import { type RawSpec, rawSpec } from './raw-spec';
import { carriesSecrets } from './sensitive';

/** An object's fields by their paths, as plain values; what may hold a secret as a digest of it. */
export type Facts = Record<string, unknown>;
/** Distinguishes values, and reveals nothing else without the key. */
export type Digest = (value: unknown) => string;

/** What a keyed digest begins with. */
export const DIGEST_PREFIX = 'digest:';

const EMPTY = rawSpec('{}');

/** The fields of a spec in the paths of a diff, so that two sets of facts differ where the specs do. */
export function factsOf(spec: RawSpec, digest: Digest): Facts {
  return Object.fromEntries(
    diffSpecs(EMPTY, spec).map(({ path, after }) => [path, carriesSecrets(path) ? digest(after) : after]),
  );
}

/** Facts that were kept when fewer fields were known to carry secrets, in the form of today: they compare as equal. */
export function sealed(facts: Facts, digest: Digest): Facts {
  const isOpen = ([path, value]: [string, unknown]) =>
    carriesSecrets(path) && !(typeof value === 'string' && value.startsWith(DIGEST_PREFIX));
  return Object.fromEntries(
    Object.entries(facts).map(([path, value]) => [path, isOpen([path, value]) ? digest(value) : value]),
  );
}

/** What the fields would be with these changes made to them. */
export function withChanges(facts: Facts, changes: readonly FieldChange[], digest: Digest): Facts {
  const next = { ...facts };
  for (const { path, after } of changes) {
    // A change of a whole object is one of everything beneath it.
    for (const held of Object.keys(next)) if (isBeneath(held, path)) delete next[held];
    if (after === null || after === undefined) delete next[path];
    else next[path] = carriesSecrets(path) ? digest(after) : after;
  }
  return next;
}

const isBeneath = (path: string, root: string): boolean =>
  path.startsWith(root) && (path[root.length] === '.' || path[root.length] === '[');

/** Field by field, in the order of the paths; null where there was, or is, no such object. */
export function diffFacts(before: Facts | null, after: Facts | null): FieldChange[] {
  const [a, b] = [before ?? {}, after ?? {}];
  return [...new Set([...Object.keys(a), ...Object.keys(b)])]
    .filter((path) => JSON.stringify(a[path]) !== JSON.stringify(b[path]))
    .sort((x, y) => (x < y ? -1 : 1))
    .map((path) => ({
      path,
      before: a[path] ?? null,
      after: b[path] ?? null,
      ...(carriesSecrets(path) && { sensitive: true }),
    }));
}
