import type { FieldChange } from '../operation/operation';
import { asObjects, isEmpty, membersAt, pathWithin } from './keyed-lists';
import { parseSpec, plainValueOf, type RawSpec, type SpecValue, sameValue } from './raw-spec';
import { isSensitivePath } from './sensitive';

/** Field by field, what makes `after` differ from `before`; in the order of the paths. */
export function diffSpecs(before: RawSpec, after: RawSpec): FieldChange[] {
  const changes: FieldChange[] = [];
  compare('', parseSpec(before), parseSpec(after), changes);
  return changes.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

/** One field, with the mark that its values are for who may read them. */
export const fieldChange = (
  path: string,
  before: SpecValue | undefined,
  after: SpecValue | undefined,
): FieldChange => ({
  path,
  before: plainValueOf(before) ?? null,
  after: plainValueOf(after) ?? null,
  ...(isSensitivePath(path) && { sensitive: true }),
});

function compare(path: string, before: SpecValue | undefined, after: SpecValue | undefined, into: FieldChange[]): void {
  if (sameValue(before, after) || (isEmpty(before) && isEmpty(after))) return;
  const [had, has] = [membersAt(path, before), membersAt(path, after)];
  if (had && has) {
    for (const key of new Set([...had.keys(), ...has.keys()]))
      compare(pathWithin(path, key, true), had.get(key), has.get(key), into);
    return;
  }
  const [a, b] = asObjects([before, after]) ?? [];
  if (!a || !b) return void into.push(fieldChange(path, before, after));
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)]))
    compare(pathWithin(path, key, false), a[key], b[key], into);
}
