import { expect, test } from 'vitest';
import { durationText, parseDuration } from './duration';

test.each([
  ['10s', 10_000],
  ['1m30s', 90_000],
  ['500ms', 500],
  [' 2h ', 7_200_000],
  ['1.5s', 1500],
  ['0', 0],
  ['0s', 0],
])('%s is understood as the docker CLI does', (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

test.each(['', '10', 'ten', '10 s', '-5s', '1d', 's', '5s5'])('"%s" is no duration', (text) => {
  expect(parseDuration(text)).toBeNull();
});

test.each([0, 0.5, 1, 250, 999, 1000, 1500, 61_000, 90_000, 3_600_000, 3_661_500])(
  '%d ms survives writing and reading',
  (ms) => {
    expect(parseDuration(durationText(ms))).toBe(ms);
  },
);
