import { expect, test } from 'vitest';
import { Shares } from './shares';
import { TokenBucket } from './token-bucket';

test('a key holds as many as it may, and what is given back twice counts once', () => {
  const shares = new Shares(2);
  const first = shares.take('a');
  expect(shares.take('a')).not.toBeNull();
  expect(shares.take('a')).toBeNull();
  expect(shares.take('b')).not.toBeNull();
  first?.();
  first?.();
  expect(shares.take('a')).not.toBeNull();
  expect(shares.take('a')).toBeNull();
});

test('a bucket gives its burst at once, then so many a second', () => {
  const bucket = new TokenBucket({ burst: 3, aSecond: 2, now: 0 });
  expect([0, 0, 0, 0].map((now) => bucket.take(now))).toEqual([true, true, true, false]);
  expect(bucket.waitSeconds).toBe(1);
  expect([500, 600, 400, 1100].map((now) => bucket.take(now))).toEqual([true, false, false, true]);
  expect(Array.from({ length: 5 }, () => bucket.take(100_000))).toEqual([true, true, true, false, false]);
});
