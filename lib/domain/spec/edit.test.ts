import { expect, test } from 'vitest';
import { applyEdits } from './edit';
import { parseSpec, plainValueOf, rawSpec } from './raw-spec';
import { scaleEdit, updateConfigEdits } from './service-edits';

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
