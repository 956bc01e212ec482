import { expect, test } from 'vitest';
import { aManager, aNode } from '../testing/builders';
import { satisfies } from './constraint';

const worker = aNode({ id: 'w1', labels: { zone: 'a' } });

test('role, hostname and labels are matched without regard to case', () => {
  expect(satisfies(worker, ['node.role==worker', 'node.hostname == W1', 'node.labels.zone==A'])).toBe(true);
  expect(satisfies(aManager('m1'), ['node.role==worker'])).toBe(false);
});

test('a node without the label satisfies its negation', () => {
  expect(satisfies(worker, ['node.labels.disk!=ssd'])).toBe(true);
  expect(satisfies(worker, ['node.labels.disk==ssd'])).toBe(false);
});

test('a key that SwarmKit does not know matches no node', () => {
  expect(satisfies(worker, ['node.colour!=red'])).toBe(false);
});
