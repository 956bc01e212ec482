import { expect, test } from 'vitest';
import type { Node } from '#lib/domain/node/node';
import { aManager, aNode } from '#lib/domain/testing/builders';
import { type Grouping, groupingOf, groupNodes, labelGroupings } from './grouping';

const NODES: (Node | null)[] = [
  aNode({ id: 'w1', labels: { zone: 'z10' } }),
  aManager('m1', { leader: true }),
  aNode({ id: 'w2', labels: { zone: 'z9' }, availability: 'drain' }),
  aNode({ id: 'w3', state: 'down', availability: 'drain' }),
  null,
];

const grouped = (by: Grouping) => groupNodes(NODES, by).map(({ kind, value, members }) => [kind, value, ...members]);

test('managers stand before workers, and nodes that are gone last', () => {
  expect(grouped('role')).toEqual([
    ['role', 'manager', 1],
    ['role', 'worker', 0, 2, 3],
    ['removed', '', 4],
  ]);
});

test('a node that is down is down, whatever was asked of it', () => {
  expect(grouped('availability').slice(0, 3)).toEqual([
    ['availability', 'ok', 0, 1],
    ['availability', 'drain', 2],
    ['availability', 'down', 3],
  ]);
});

test('label values stand in the order in which people count, nodes without the label behind them', () => {
  expect(grouped('label:zone').slice(0, 3)).toEqual([
    ['value', 'z9', 2],
    ['value', 'z10', 0],
    ['without', '', 1, 3],
  ]);
});

test('every label of a node or an engine can part the nodes', () => {
  const nodes = [aNode({ id: 'a', labels: { zone: '1', disk: '' }, engineLabels: { rack: 'r1' } })];
  expect(labelGroupings(nodes)).toEqual(['label:disk', 'label:zone', 'engine:rack']);
});

test('an address that says nothing known means by role', () => {
  expect([groupingOf(null), groupingOf('nonsense'), groupingOf('label:zone')]).toEqual(['role', 'role', 'label:zone']);
});
