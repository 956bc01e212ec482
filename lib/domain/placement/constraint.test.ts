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

test('a value is matched whole: a star stands for itself', () => {
  expect(satisfies(worker, ['node.hostname==w*'])).toBe(false);
  expect(satisfies(worker, ['node.hostname!=w*'])).toBe(true);
});

/** (SwarmKit: manager/constraint/constraint_test.go, node.ip) */
test.each([
  ['node.ip==10.0.0.1', true],
  ['node.ip==10.0.0.2', false],
  ['node.ip!=10.0.0.2', true],
  ['node.ip==10.0.0.0/24', true],
  ['node.ip!=10.0.0.0/24', false],
  ['node.ip==10.0.0.128/25', false],
  ['node.ip==0.0.0.0/0', true],
  ['node.ip==2001:db8::2', false],
  ['node.ip!=2001:db8::/32', true],
  ['node.ip!=10.0.0', false],
  ['node.ip!=10.0.0.0/33', false],
])('%s is %s of the node at 10.0.0.1', (constraint, is) => {
  expect(satisfies(worker, [constraint])).toBe(is);
});

test('an IPv6 address is matched however it is written', () => {
  const node = aNode({ id: 'w2', address: '2001:db8:0:0::2' });
  expect(satisfies(node, ['node.ip==2001:0db8::2', 'node.ip==2001:db8::/32', 'node.ip!=2001:db9::/32'])).toBe(true);
});
