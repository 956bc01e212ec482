import { expect, test } from 'vitest';
import { applyEdits } from './edit';
import { mergeEdits } from './merge';
import { parseSpec, plainValueOf, type RawSpec, rawSpec, specValueOf } from './raw-spec';
import { imageEdit, scaleEdit } from './service-edits';

const UNLIMITED = '9223372036854775807';
const spec = rawSpec(
  `{"Name":"web","Unheard":{"Of":[1.50,2]},"TaskTemplate":{"ContainerSpec":{"Image":"app:1","Ulimits":[{"Name":"nofile","Hard":${UNLIMITED}}]}},"Mode":{"Replicated":{"Replicas":2}}}`,
);

test('an edit is brought onto what somebody else changed elsewhere in the spec, which stays to the digit', () => {
  const theirs = applyEdits(spec, [imageEdit('app:2')]);
  const merge = mergeEdits(spec, theirs, [scaleEdit('replicated', 5)]);
  expect(merge.ok && merge.spec).toBe(theirs.replace('"Replicas":2', '"Replicas":5'));
});

test('the same field changed twice to different values is a conflict', () => {
  const theirs = applyEdits(spec, [scaleEdit('replicated', 3)]);
  expect(mergeEdits(spec, theirs, [scaleEdit('replicated', 5)])).toEqual({
    ok: false,
    conflicts: [{ path: 'Mode.Replicated.Replicas', before: 3, after: 5 }],
  });
});

test('two people who want the same are in no conflict', () => {
  const theirs = applyEdits(spec, [scaleEdit('replicated', 5)]);
  expect(mergeEdits(spec, theirs, [scaleEdit('replicated', 5)]).ok).toBe(true);
});

const withEnv = (...Env: string[]) =>
  rawSpec(JSON.stringify({ TaskTemplate: { ContainerSpec: { Image: 'app:1', Env } } }));
const envIn = (text: RawSpec) =>
  (plainValueOf(parseSpec(text)) as { TaskTemplate: { ContainerSpec: { Env: string[] } } }).TaskTemplate.ContainerSpec
    .Env;
/** As a rollback edits: a whole top-level field. */
const putBack = (stored: RawSpec) => [{ path: ['TaskTemplate'], value: parseSpec(stored).TaskTemplate }];

test('variables are merged by their names, also where a whole template is put back', () => {
  const merge = mergeEdits(withEnv('A=1', 'B=1'), withEnv('A=1', 'B=2', 'C=1'), putBack(withEnv('A=2', 'B=1')));
  expect(merge.ok && envIn(merge.spec)).toEqual(['A=2', 'B=2', 'C=1']);
});

test('a variable that both took away is away, and one that only this person did as well', () => {
  const merge = mergeEdits(withEnv('A=1', 'B=1', 'C=1'), withEnv('B=1', 'C=1'), putBack(withEnv('C=1')));
  expect(merge.ok && envIn(merge.spec)).toEqual(['C=1']);
});

test('of a template that is put back only the leaf that differs is in conflict, and it is marked', () => {
  const merge = mergeEdits(withEnv('A=1'), withEnv('A=2'), putBack(withEnv('A=3')));
  expect(merge).toEqual({
    ok: false,
    conflicts: [{ path: 'TaskTemplate.ContainerSpec.Env[A]', before: 'A=2', after: 'A=3', sensitive: true }],
  });
});

test('where nobody knows what this person saw, each field that is set otherwise is asked about, a removal too', () => {
  const edits = [scaleEdit('replicated', 5), { path: ['Unheard'], value: undefined }];
  const merge = mergeEdits(null, spec, edits);
  expect(!merge.ok && merge.conflicts.map(({ path }) => path)).toEqual(['Mode.Replicated.Replicas', 'Unheard.Of']);
  const fresh = mergeEdits(null, spec, [{ path: ['Labels'], value: specValueOf({ a: '1' }) }]);
  expect(fresh.ok).toBe(true);
});
