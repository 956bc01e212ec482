import { expect, test } from 'vitest';
import { exactTime, relativeTime } from './relative-time';

const now = Date.UTC(2026, 10, 21, 12);
const ago = (ms: number, locale = 'en') => relativeTime(now - ms, now, locale, 'UTC');

test.each([
  [0, '0s ago'],
  [59_999, '59s ago'],
  [60_000, '1m ago'],
  [3_599_000, '59m ago'],
  [7_200_000, '2h ago'],
  [29 * 86_400_000, '29d ago'],
])('an age of %i ms is told as "%s"', (age, expected) => {
  expect(ago(age).replace('min.', 'm').replace('hr.', 'h')).toBe(expected);
});

test.each([1, 3_600_000, 40 * 86_400_000])('no age is negative, though %i ms lie ahead of our clock', (ms) => {
  expect(ago(-ms)).toBe('0s ago');
});

test('past a month the date is told', () => {
  expect(ago(40 * 86_400_000)).toBe('Oct 12, 2026');
});

test('an age is told in Chinese', () => {
  expect(ago(180_000, 'zh-CN')).toBe('3分钟前');
});

test('the exact time names its zone', () => {
  expect(exactTime(now, 'en', 'Asia/Shanghai')).toContain('20:00:00');
  expect(exactTime(now, 'en', 'Asia/Shanghai')).toContain('GMT+8');
});
