import { expect, test } from 'vitest';
import { matcherOf } from './text-match';

test('every word counts, in any order and case; nothing typed fits everything', () => {
  expect(matcherOf('ZONE=a  w1')('w1 10.0.0.1 zone=A')).toBe(true);
  expect(matcherOf('w1 m1')('w1 worker')).toBe(false);
  expect(matcherOf('  ')('anything')).toBe(true);
});
