import { expect, test } from 'vitest';
import { type Gap, mergedGaps } from './merged-gaps';

const gap = (since: number, until: number, reason: Gap['reason'] = 'no-engine'): Gap => ({
  since: new Date(since * 1000).toISOString(),
  until: new Date(until * 1000).toISOString(),
  reason,
});

test('overlapping gaps of one reason are one, whatever their order, and others stay', () => {
  const gaps = [gap(50, 60), gap(0, 10), gap(5, 20), gap(20, 30), gap(6, 8), gap(7, 25, 'no-console')];
  expect(mergedGaps(gaps)).toEqual([gap(0, 30), gap(7, 25, 'no-console'), gap(50, 60)]);
  expect(gaps[1]).toEqual(gap(0, 10));
});
