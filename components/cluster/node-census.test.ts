import { expect, test } from 'vitest';
import { aManager, aNode } from '#lib/domain/testing/builders';
import { censusOf } from './node-census';

test('managers and workers are counted apart', () => {
  const census = censusOf([aManager('m1'), aManager('m2'), aNode({ id: 'w1' })]);
  expect(census.managers).toEqual({ total: 2, ready: 2, down: 0, unknown: 0, paused: 0, drained: 0 });
  expect(census.workers).toMatchObject({ total: 1, ready: 1 });
});

test('a node that was drained before it went down is counted as both', () => {
  expect(censusOf([aNode({ id: 'w1', state: 'down', availability: 'drain' })]).workers).toEqual({
    total: 1,
    ready: 0,
    down: 1,
    unknown: 0,
    paused: 0,
    drained: 1,
  });
});

test('a node that a new leader has not heard from yet is not told down', () => {
  const census = censusOf([aNode({ id: 'w1', state: 'unknown' }), aNode({ id: 'w2', state: 'disconnected' })]);
  expect(census.workers).toMatchObject({ ready: 0, down: 1, unknown: 1 });
});
