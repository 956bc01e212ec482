import { expect, test, vi } from 'vitest';
import { aNode, aNodeId, aServiceId } from '#lib/domain/testing/builders';
import { TopicReplica } from './topic-replica';

test('[REP-3] who reads an object that does not exist hears of the first frame, and of no later one', () => {
  const replica = new TopicReplica();
  const [unknown, held, other] = [vi.fn(), vi.fn(), vi.fn()];
  replica.listen(unknown, 'services', aServiceId('nowhere'));
  replica.listen(held, 'nodes', aNodeId('a'));
  replica.apply({ from: null, to: 1, token: 'x.1', nodes: { put: [aNode({ id: 'a' })] }, services: { put: [] } });
  expect([unknown, held].map((listener) => listener.mock.calls.length)).toEqual([1, 1]);
  replica.listen(other, 'nodes', aNodeId('b'));
  replica.apply({ from: 1, to: 2, token: 'x.2', nodes: { patch: { [aNodeId('a')]: { version: 2 } } } });
  expect([unknown, held, other].map((listener) => listener.mock.calls.length)).toEqual([1, 2, 0]);
});
