import { expect, test } from 'vitest';
import { aNode } from '../testing/builders';
import { nodeNames, nodeReference } from './node-name';

const twin = (id: string) => ({ ...aNode({ id }), hostname: 'w1' });
const [old, now, other] = [twin('old'), twin('now'), aNode({ id: 'w2' })];

test('a host name that one node has is its name; twins are told apart by their ids', () => {
  const names = nodeNames([old, now, other]);
  expect([...names.values()]).toEqual([`w1 (${old.id.slice(0, 12)})`, `w1 (${now.id.slice(0, 12)})`, other.hostname]);
  expect(new Set(names.values()).size).toBe(3);
});

test('a command names a twin by its id, since docker refuses an ambiguous name', () => {
  const nodes = new Map([old, now, other].map((node) => [node.id, node]));
  expect(nodeReference(nodes, now.id)).toBe(now.id);
  expect(nodeReference(nodes, other.id)).toBe(other.hostname);
  expect(nodeReference(new Map(), now.id), 'one that the picture does not have yet').toBe(now.id);
});
