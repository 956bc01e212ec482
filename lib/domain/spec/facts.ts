import type { FieldChange } from '../operation/operation';
import { diffSpecs, isSensitivePath } from './diff';
import { type RawSpec, rawSpec } from './raw-spec';

/** An object's fields by their paths, as plain values; what may hold a secret as a digest of it. */
export type Facts = Record<string, unknown>;
/** Tells equal values from different ones, and nothing else to whoever has no key. */
export type Digest = (value: unknown) => string;

const EMPTY = rawSpec('{}');

/** The fields of a spec in the paths of a diff, so that two sets of facts differ where the specs do. */
export function factsOf(spec: RawSpec, digest: Digest, isSensitive = isSensitivePath): Facts {
  return Object.fromEntries(
    diffSpecs(EMPTY, spec).map(({ path, after }) => [path, isSensitive(path) ? digest(after) : after]),
  );
}

/** What the fields would be with these changes made to them. */
export function withChanges(facts: Facts, changes: readonly FieldChange[], digest: Digest): Facts {
  const next = { ...facts };
  for (const { path, after, sensitive } of changes) {
    // A change of a whole object is one of everything beneath it.
    for (const held of Object.keys(next)) if (isBeneath(held, path)) delete next[held];
    if (after === null || after === undefined) delete next[path];
    else next[path] = sensitive ? digest(after) : after;
  }
  return next;
}

const isBeneath = (path: string, root: string): boolean =>
  path.startsWith(root) && (path[root.length] === '.' || path[root.length] === '[');

/** Field by field, in the order of the paths; null where there was, or is, no such object. */
export function diffFacts(before: Facts | null, after: Facts | null, isSensitive = isSensitivePath): FieldChange[] {
  const [a, b] = [before ?? {}, after ?? {}];
  return [...new Set([...Object.keys(a), ...Object.keys(b)])]
    .filter((path) => JSON.stringify(a[path]) !== JSON.stringify(b[path]))
    .sort((x, y) => (x < y ? -1 : 1))
    .map((path) => ({
      path,
      before: a[path] ?? null,
      after: b[path] ?? null,
      ...(isSensitive(path) && { sensitive: true }),
    }));
}
