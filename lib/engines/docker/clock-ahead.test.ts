import { expect, test } from 'vitest';
import { clockAheadMs } from './clock-ahead';

const NOW = Date.parse('2026-01-01T12:00:00.250Z');
const at = (ms: number) => new Date(NOW + ms).toUTCString();

test.each([
  [0, null],
  [4000, null],
  [-4000, null],
  [30_000, 30_000],
  [-30_000, -30_000],
  [32_000, 30_000],
])('a clock that is %i ms ahead is told as %s', (ahead, expected) => {
  expect(clockAheadMs(at(ahead), NOW - 100, NOW + 100)).toBe(expected);
});

test('an answer that was long under way, or has no date, tells nothing', () => {
  expect(clockAheadMs(at(30_000), NOW - 6000, NOW)).toBeNull();
  expect(clockAheadMs(undefined, NOW, NOW)).toBeNull();
  expect(clockAheadMs('soon', NOW, NOW)).toBeNull();
});
