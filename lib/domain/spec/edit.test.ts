import { expect, test } from 'vitest';
import { applyEdits, mergeEdits } from './edit';
import { parseSpec, plainValueOf, rawSpec } from './raw-spec';
import { imageEdit, scaleEdit, updateConfigEdits } from './service-edits';

const UNLIMITED = '9223372036854775807';
const spec = rawSpec(
  `{"Name":"web","Unheard":{"Of":[1.50,2]},"TaskTemplate":{"ContainerSpec":{"Image":"app:1","Ulimits":[{"Name":"nofile","Hard":${UNLIMITED}}]}},"Mode":{"Replicated":{"Replicas":2}}}`,
);

test('an edit leaves every other field as it was, to the digit, known to us or not', () => {
  const edited = applyEdits(spec, [scaleEdit('replicated', 5)]);
  expect(edited).toBe(spec.replace('"Replicas":2', '"Replicas":5'));
  expect(edited).toContain(UNLIMITED);
  expect(edited).toContain('1.50');
});

test('a field that was not there is made, with its parents', () => {
  const edited = applyEdits(spec, updateConfigEdits('UpdateConfig', { delayMs: 10_000, order: 'start-first' }));
  expect(plainValueOf(parseSpec(edited).UpdateConfig)).toEqual({ Delay: 10_000_000_000, Order: 'start-first' });
});

test('an edit is brought onto what somebody else changed elsewhere in the spec', () => {
  const theirs = applyEdits(spec, [imageEdit('app:2')]);
  const merge = mergeEdits(spec, theirs, [scaleEdit('replicated', 5)]);
  expect(merge.ok && merge.spec).toBe(theirs.replace('"Replicas":2', '"Replicas":5'));
});

test('the same field changed twice to different values is a conflict that names all three', () => {
  const theirs = applyEdits(spec, [scaleEdit('replicated', 3)]);
  const merge = mergeEdits(spec, theirs, [scaleEdit('replicated', 5)]);
  expect(merge.ok).toBe(false);
  if (merge.ok) return;
  const [conflict] = merge.conflicts;
  expect(conflict?.path).toEqual(['Mode', 'Replicated', 'Replicas']);
  expect([conflict?.base, conflict?.theirs, conflict?.mine].map(plainValueOf)).toEqual([2, 3, 5]);
});

test('two people who want the same are in no conflict', () => {
  const theirs = applyEdits(spec, [scaleEdit('replicated', 5)]);
  expect(mergeEdits(spec, theirs, [scaleEdit('replicated', 5)]).ok).toBe(true);
});
