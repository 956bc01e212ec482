import {
  isSpecObject,
  parseSpec,
  printSpec,
  type RawSpec,
  type SpecObject,
  type SpecValue,
  sameValue,
} from './raw-spec';

/** Where a field is: the keys from the root of the spec down. Lists are whole values here. */
export type FieldPath = readonly string[];

/** Sets the field, or takes it away with `undefined`. */
export interface FieldEdit {
  path: FieldPath;
  value: SpecValue | undefined;
}

export const pathText = (path: FieldPath): string => path.join('.');

export function valueAt(tree: SpecObject, path: FieldPath): SpecValue | undefined {
  let value: SpecValue | undefined = tree;
  for (const key of path) value = isSpecObject(value) ? value[key] : undefined;
  return value;
}

function withField(tree: SpecObject, [key, ...rest]: FieldPath, value: SpecValue | undefined): SpecObject {
  if (key === undefined) return tree;
  const next = { ...tree };
  if (rest.length === 0) {
    if (value === undefined) delete next[key];
    else next[key] = value;
    return next;
  }
  const inner = next[key];
  if (value === undefined && !isSpecObject(inner)) return tree;
  next[key] = withField(isSpecObject(inner) ? inner : {}, rest, value);
  return next;
}

/** The spec with these fields changed and every other one, known to us or not, as it was. */
export const applyEdits = (spec: RawSpec, edits: readonly FieldEdit[]): RawSpec =>
  printSpec(edits.reduce((tree, { path, value }) => withField(tree, path, value), parseSpec(spec)));

/** A field that both this person and somebody else changed, to different values. */
export interface FieldConflict {
  path: FieldPath;
  base: SpecValue | undefined;
  theirs: SpecValue | undefined;
  mine: SpecValue | undefined;
}

export type Merge = { ok: true; spec: RawSpec } | { ok: false; conflicts: FieldConflict[] };

/**
 * Edits that were made on `base`, brought onto `current`. A field that nobody else touched takes the edit; one that
 * somebody else set to the very same value is no conflict either.
 */
export function mergeEdits(base: RawSpec, current: RawSpec, edits: readonly FieldEdit[]): Merge {
  const before = parseSpec(base);
  const now = parseSpec(current);
  const conflicts = edits
    .map(({ path, value }) => ({ path, base: valueAt(before, path), theirs: valueAt(now, path), mine: value }))
    .filter(({ base, theirs, mine }) => !sameValue(base, theirs) && !sameValue(theirs, mine));
  return conflicts.length ? { ok: false, conflicts } : { ok: true, spec: applyEdits(current, edits) };
}
