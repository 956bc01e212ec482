import fc from 'fast-check';
import { expect, test } from 'vitest';
import { OrderedList } from './ordered-list';

test('[QRY-2] a list of many chunks holds what was put in and not taken out, in order', () => {
  const steps = fc.array(fc.record({ put: fc.boolean(), from: fc.nat(6000), many: fc.nat(1500) }), { maxLength: 12 });
  fc.assert(
    fc.property(fc.nat(5000), steps, fc.nat(6000), fc.nat(6000), (begin, does, from, to) => {
      const numbers = (count: number, start = 0) => Array.from({ length: count }, (_, index) => start + index);
      const expected = new Set(numbers(begin));
      const list = new OrderedList<number>((a, b) => a - b, numbers(begin));
      for (const { put, from: start, many } of does)
        for (const number of numbers(many, start)) {
          if (put && !expected.has(number)) {
            list.add(number);
            expected.add(number);
          } else if (!put) expect(list.remove(number)).toBe(expected.delete(number));
        }
      const sorted = [...expected].sort((a, b) => a - b);
      expect(list.size).toBe(sorted.length);
      expect(list.first).toBe(sorted[0]);
      expect(list.slice(0, Number.POSITIVE_INFINITY)).toEqual(sorted);
      expect(list.slice(from, to)).toEqual(sorted.slice(from, Math.max(from, to)));
    }),
    { numRuns: 40 },
  );
});
