import type { FieldChange } from '../operation/operation';
import { diffSpecs, fieldChange } from './diff';
import { applyEdits, type FieldEdit } from './edit';
import { asObjects, isEmpty, membersAt, pathWithin } from './keyed-lists';
import { parseSpec, printSpec, type RawSpec, type SpecObject, type SpecValue, sameValue } from './raw-spec';

/** In a conflict, `before` is the other writer's value and `after` this person's. */
export type Merge = { ok: true; spec: RawSpec } | { ok: false; conflicts: FieldChange[] };

/**
 * Edits that were made on `base`, brought onto `current`, leaf by leaf and member by member: a field that nobody else
 * touched takes the edit, another field of theirs is kept, and one that somebody else set to the very same value is no
 * conflict either. With a null base nobody can tell who set what, so every field that is set otherwise is a conflict.
 */
export function mergeEdits(base: RawSpec | null, current: RawSpec, edits: readonly FieldEdit[]): Merge {
  if (base === null) {
    const spec = applyEdits(current, edits);
    const conflicts = diffSpecs(current, spec).filter(({ before }) => before !== null);
    return conflicts.length > 0 ? { ok: false, conflicts } : { ok: true, spec };
  }
  const conflicts: FieldChange[] = [];
  const trees: Three = { base: parseSpec(base), theirs: parseSpec(current), mine: parseSpec(applyEdits(base, edits)) };
  const merged = merge('', trees, conflicts);
  if (conflicts.length > 0) return { ok: false, conflicts };
  return { ok: true, spec: printSpec(merged as SpecObject) };
}

interface Three<Value = SpecValue | undefined> {
  base: Value;
  theirs: Value;
  mine: Value;
}

const same = (a: SpecValue | undefined, b: SpecValue | undefined): boolean =>
  sameValue(a, b) || (isEmpty(a) && isEmpty(b));

function merge(path: string, { base, theirs, mine }: Three, conflicts: FieldChange[]): SpecValue | undefined {
  if (same(theirs, mine) || same(base, mine)) return theirs;
  if (same(base, theirs)) return mine;
  const inner = (key: string, isMember: boolean, three: Three) =>
    merge(pathWithin(path, key, isMember), three, conflicts);

  const lists = { base: membersAt(path, base), theirs: membersAt(path, theirs), mine: membersAt(path, mine) };
  if (lists.base && lists.theirs && lists.mine) {
    const { base: was, theirs: is, mine: wanted } = lists;
    const members: SpecValue[] = [];
    for (const key of new Set([...is.keys(), ...wanted.keys()])) {
      const member = inner(key, true, { base: was.get(key), theirs: is.get(key), mine: wanted.get(key) });
      if (member !== undefined) members.push(member);
    }
    return members;
  }
  const [was, is, wanted] = asObjects([base, theirs, mine]) ?? [];
  if (was && is && wanted) {
    const tree: SpecObject = {};
    for (const key of new Set([...Object.keys(is), ...Object.keys(wanted)])) {
      const value = inner(key, false, { base: was[key], theirs: is[key], mine: wanted[key] });
      if (value !== undefined) tree[key] = value;
    }
    return tree;
  }
  conflicts.push(fieldChange(path, theirs, mine));
  return theirs;
}
