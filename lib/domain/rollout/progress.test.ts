import { expect, test } from 'vitest';
import { aNode, aTask } from '../testing/builders';
import { culpritOf, progressOf } from './progress';

const service = { templateDigest: 'new', endpointDigest: 'none', constraints: [], tally: { desired: 4 } };
const nodes = new Map([aNode({ id: 'n' }), aNode({ id: 'dead', state: 'down' })].map((node) => [node.id, node]));

test('what runs on the present template has moved, what is being made of it is moving', () => {
  const tasks = [
    aTask({ id: 'a', of: 'web', on: 'n', slot: 1, templateDigest: 'new' }),
    aTask({ id: 'b', of: 'web', on: 'n', slot: 2, templateDigest: 'new', state: 'preparing' }),
    aTask({ id: 'c', of: 'web', on: 'n', slot: 3, templateDigest: 'old' }),
    aTask({ id: 'd', of: 'web', on: 'n', slot: 2, templateDigest: 'old', desiredState: 'shutdown' }),
  ];
  expect(progressOf(service, tasks, nodes)).toEqual({ moved: 1, moving: 1, of: 4 });
});

test('a task on a dead node has not moved, and a failed one is not on its way', () => {
  const tasks = [
    aTask({ id: 'a', of: 'web', on: 'dead', templateDigest: 'new' }),
    aTask({ id: 'b', of: 'web', on: 'n', slot: 2, templateDigest: 'new', state: 'failed', desiredState: 'shutdown' }),
  ];
  expect(progressOf(service, tasks, nodes)).toMatchObject({ moved: 0, moving: 1 });
});

test('the task that stopped an update is found by the end of the message', () => {
  const task = aTask({ id: 'culprit', of: 'web' });
  expect(culpritOf(`update paused due to failure or early termination of task ${task.id}`, [task])).toBe(task);
  expect(culpritOf('rollback completed', [task])).toBeUndefined();
});
