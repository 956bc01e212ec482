import { expect, test } from 'vitest';
import type { Task } from '#lib/domain/task/task';
import { aNodeId, aServiceId, aTask, aTaskId } from '#lib/domain/testing/builders';
import { HiveIndex } from './hive-index';
import { HiveReplica } from './hive-replica';

const appeared = (...tasks: Task[]) => tasks.map((after) => ({ before: null, after }));
const gone = (...tasks: Task[]) => tasks.map((before) => ({ before, after: null }));

function hiveOf(...tasks: Task[]) {
  const index = new HiveIndex();
  index.take(appeared(...tasks));
  const replica = new HiveReplica();
  replica.apply(index.whole(), true);
  return { index, replica };
}

test('[HIV-2] what is not over is shown, and what failed; what ended as it should is not', () => {
  const { replica } = hiveOf(
    aTask({ id: 'a', of: 's', state: 'running' }),
    aTask({ id: 'b', of: 's', state: 'complete' }),
    aTask({ id: 'c', of: 's', state: 'shutdown' }),
    aTask({ id: 'd', of: 's', state: 'failed' }),
    aTask({ id: 'e', of: 's', state: 'rejected' }),
    aTask({ id: 'f', of: 's', state: 'orphaned' }),
  );
  expect([0, 1, 2, 3].map((cell) => replica.state(cell))).toEqual(['running', 'failed', 'rejected', 'orphaned']);
});

test('[HIV-3] a note says what the state does not: stopping, waiting, without a place', () => {
  const { replica } = hiveOf(
    aTask({ id: 'a', of: 's', state: 'running', desiredState: 'shutdown' }),
    aTask({ id: 'b', of: 's', state: 'ready', desiredState: 'ready' }),
    aTask({ id: 'c', of: 's', state: 'pending', error: 'no suitable node' }),
    aTask({ id: 'd', of: 's', state: 'pending' }),
    aTask({ id: 'e', of: 's', state: 'failed', desiredState: 'shutdown' }),
  );
  expect([0, 1, 2, 3, 4].map((cell) => replica.note(cell))).toEqual([
    'stopping',
    'waiting',
    'unplaceable',
    'none',
    'none',
  ]);
});

test('[HIV-4] only the cells whose content is another one are told as changed', () => {
  const task = aTask({ id: 'a', of: 's', on: 'n' });
  const { index, replica } = hiveOf(task, aTask({ id: 'b', of: 's', on: 'n', slot: 2 }));
  const reworded = { ...task, version: 2, message: 'other words' };
  index.take([{ before: task, after: reworded }]);
  expect(replica.apply(index.since([task.id], index.tables), false)).toEqual([]);
  index.take([{ before: reworded, after: { ...task, version: 3, state: 'failed' } }]);
  expect(replica.apply(index.since([task.id], index.tables), false)).toEqual([0]);
  expect(replica.state(0)).toBe('failed');
});

test('[HIV-5] nodes and services that are new come with the cells that need them', () => {
  const { index, replica } = hiveOf(aTask({ id: 'a', of: 's', on: 'n' }));
  const before = index.tables;
  index.take(appeared(aTask({ id: 'b', of: 's2', on: 'n2' })));
  const content = index.since([aTaskId('b')], before);
  expect(content).toMatchObject({
    nodes: [aNodeId('n2')],
    nodesFrom: 1,
    services: [aServiceId('s2')],
    servicesFrom: 1,
  });
  replica.apply(content, false);
  expect([replica.nodeId(1), replica.serviceId(1)]).toEqual([aNodeId('n2'), aServiceId('s2')]);
});

test('[HIV-6] an emptied cell rests before it is given away, and nobody is found there meanwhile', () => {
  const index = new HiveIndex({ rest: 2 });
  const tasks = ['a', 'b', 'c', 'd'].map((id) => aTask({ id, of: 's' }));
  index.take(appeared(...tasks));
  index.take(gone(...tasks.slice(0, 2)));
  expect(index.taskAt(0)).toBeNull();
  index.take(appeared(aTask({ id: 'e', of: 's' })));
  expect(index.taskAt(4)).toBe(aTaskId('e'));
  index.take(gone(...tasks.slice(2, 3)));
  index.take(appeared(aTask({ id: 'f', of: 's' })));
  expect(index.taskAt(0)).toBe(aTaskId('f'));
});

test('[HIV-7] what 100,000 tasks cost is bounded: the whole at once, a change alone', () => {
  const index = new HiveIndex();
  const tasks = Array.from({ length: 100_000 }, (_, i) =>
    aTask({ id: `t-${i}-`, of: `s-${i % 500}-`, on: `n-${i % 1000}-`, slot: i }),
  );
  index.take(appeared(...tasks));
  expect(index.whole().cells?.at).toHaveLength(100_000);
  const content = index.since([aTaskId('t-77-')], index.tables);
  expect(JSON.stringify(content).length).toBeLessThan(150);
  const replica = new HiveReplica();
  expect(replica.apply(index.whole(), true)).toHaveLength(100_000);
  expect(replica.cellsOf(3)).toHaveLength(100);
});
