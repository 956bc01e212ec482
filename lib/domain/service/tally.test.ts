import { expect, test } from 'vitest';
import type { Task } from '../task/task';
import { aNode, aService, aTask } from '../testing/builders';
import type { Service } from './service';
import { EMPTY_TALLY, fallsShort, TaskCounts } from './tally';

const nodes = [aNode({ id: 'a' }), aNode({ id: 'b', state: 'down' })];
const isDown = (task: Task) => nodes.find((node) => node.id === task.nodeId)?.state === 'down';

function tallyOf(service: Service, tasks: readonly Task[]) {
  const counts = new TaskCounts();
  for (const task of tasks) counts.add(task, isDown(task));
  return counts.tallyOf(service);
}

test('a task on a dead node does not run, whatever the engine still says of it', () => {
  const service = aService({ id: 'web', replicas: 2 });
  const tally = tallyOf(service, [aTask({ id: '1', of: 'web', on: 'a' }), aTask({ id: '2', of: 'web', on: 'b' })]);
  expect(tally).toMatchObject({ desired: 2, running: 1 });
  expect(fallsShort(service, tally)).toBe(true);
});

test('a task that was told to stop counts no more, even while it still runs', () => {
  const leaving = aTask({ id: '1', of: 'web', on: 'a', desiredState: 'shutdown' });
  expect(tallyOf(aService({ id: 'web' }), [leaving]).running).toBe(0);
});

test('a global service wants as many tasks as it has nodes for', () => {
  const service = aService({ id: 'agent', mode: { kind: 'global' } });
  const tasks = [
    aTask({ id: '1', of: 'agent', on: 'a', slot: null }),
    aTask({ id: '2', of: 'agent', on: 'b', slot: null }),
  ];
  expect(tallyOf(service, tasks)).toMatchObject({ desired: 1, running: 1 });
});

test('a task without a node is pending and not yet failed', () => {
  const tally = tallyOf(aService({ id: 'web' }), [aTask({ id: '1', of: 'web', state: 'pending' })]);
  expect(tally).toMatchObject({ pending: 1, starting: 1, running: 0, failed: 0 });
});

test('a job that is done does not fall short', () => {
  const job = aService({ id: 'job', mode: { kind: 'replicated-job', maxConcurrent: 1, totalCompletions: 1 } });
  const done = aTask({ id: '1', of: 'job', on: 'a', state: 'complete', desiredState: 'complete' });
  expect(fallsShort(job, tallyOf(job, [done]))).toBe(false);
});

test('what is added and removed leaves nothing behind', () => {
  const counts = new TaskCounts();
  const tasks = [aTask({ id: '1', of: 'web', on: 'a' }), aTask({ id: '2', of: 'web', state: 'failed', on: 'b' })];
  for (const task of tasks) counts.add(task, isDown(task));
  for (const task of tasks) counts.remove(task, isDown(task));
  expect(counts.isEmpty).toBe(true);
  expect(counts.tallyOf(aService({ id: 'web', mode: { kind: 'global' } }))).toEqual(EMPTY_TALLY);
});
