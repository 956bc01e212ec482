import { expect, test } from 'vitest';
import { applyEdits } from './edit';
import { parseSpec, plainValueOf, type RawSpec, rawSpec, specValueOf } from './raw-spec';
import { platformsEdit, scaleEdit, updateConfigEdits } from './service-edits';

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
  const edited = applyEdits(spec, [platformsEdit([{ architecture: 'arm64', os: 'linux' }])]);
  expect(edited).toContain('"Placement":{"Platforms":[{"Architecture":"arm64","OS":"linux"}]}');
});

const configOf = (text: RawSpec) => plainValueOf(parseSpec(text).UpdateConfig);

test('an update config that is not there is written whole, as the docker CLI writes it', () => {
  for (const present of [undefined, null]) {
    const edits = updateConfigEdits('UpdateConfig', { order: 'start-first' }, present);
    expect(configOf(applyEdits(spec, edits))).toEqual({
      Parallelism: 1,
      FailureAction: 'pause',
      Monitor: 5_000_000_000,
      MaxFailureRatio: 0,
      Order: 'start-first',
    });
  }
  expect(configOf(applyEdits(spec, updateConfigEdits('UpdateConfig', { delayMs: 10_000 }, undefined)))).toMatchObject({
    Parallelism: 1,
    Delay: 10_000_000_000,
  });
});

test('of an update config that is there only the named fields change, also where it says all at once', () => {
  const withConfig = applyEdits(spec, [{ path: ['UpdateConfig'], value: specValueOf({ Parallelism: 0, Unheard: 1 }) }]);
  const present = parseSpec(withConfig).UpdateConfig;
  const one = applyEdits(withConfig, updateConfigEdits('UpdateConfig', { parallelism: 1 }, present));
  expect(configOf(one)).toEqual({ Parallelism: 1, Unheard: 1 });
  expect(updateConfigEdits('UpdateConfig', {}, undefined)).toEqual([]);
});
