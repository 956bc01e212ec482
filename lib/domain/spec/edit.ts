import { isSpecObject, parseSpec, printSpec, type RawSpec, type SpecObject, type SpecValue } from './raw-spec';

/** Where a field is: the keys from the root of the spec down. Lists are whole values here. */
export type FieldPath = readonly string[];

/** Sets the field, or takes it away with `undefined`. */
export interface FieldEdit {
  path: FieldPath;
  value: SpecValue | undefined;
}

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
