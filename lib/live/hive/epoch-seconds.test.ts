import fc from 'fast-check';
import { expect, test } from 'vitest';
import { epochSeconds } from './epoch-seconds';

test('a moment is the second that a clock would say', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date('1970-01-01'), max: new Date('2199-12-31'), noInvalidDate: true }),
      (moment) => {
        expect(epochSeconds(moment.toISOString())).toBe(Math.floor(moment.getTime() / 1000));
      },
    ),
  );
  expect(epochSeconds('2024-02-29T23:59:59.123456789Z')).toBe(Date.parse('2024-02-29T23:59:59Z') / 1000);
});

test('what is no moment is 0', () => {
  expect(epochSeconds('')).toBe(0);
  expect(epochSeconds('0001-01-01T00:00:00Z')).toBe(0);
});
