import { describe, expect, test } from 'vitest';
import type { Task } from '../task/task';
import { aNode, aService, aTask } from '../testing/builders';
import { DEFAULT_RESTART_POLICY, type RestartCondition, type Service } from './service';
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

let made = 0;
type Overrides = Omit<Partial<Task>, 'id' | 'serviceId' | 'nodeId'> & { on?: string };
/** A task that is over, made after those before it. */
const ended = (state: 'complete' | 'failed' | 'shutdown', overrides: Overrides = {}) => {
  made += 1;
  const at = `2026-01-01T00:00:${String(made % 60).padStart(2, '0')}.000Z`;
  return aTask({
    id: `e${made}`,
    of: 'web',
    on: 'a',
    state,
    desiredState: 'shutdown',
    exitCode: state === 'failed' ? 3 : 0,
    createdAt: at,
    stateSince: at,
    ...overrides,
  });
};
const later = '2026-01-01T00:01:30.000Z';
const alive = (overrides: Overrides = {}) =>
  aTask({ id: 'alive', of: 'web', on: 'a', createdAt: later, stateSince: later, ...overrides });

describe('a job', () => {
  const job = (jobIteration: number, mode: Partial<Service['mode']> = {}) =>
    aService({
      id: 'web',
      jobIteration,
      mode: { kind: 'replicated-job', maxConcurrent: 1, totalCompletions: 1, ...mode } as Service['mode'],
    });
  const run = (jobIteration: number, slot: number | null = 0) => ({
    jobIteration,
    slot,
    desiredState: 'complete' as const,
  });

  test('that is done does not fall short', () => {
    const tally = tallyOf(job(0), [ended('complete', run(0))]);
    expect(tally).toMatchObject({ desired: 1, completed: 1, failing: 0 });
    expect(fallsShort(job(0), tally)).toBe(false);
  });

  test('counts its present run alone: what an earlier one completed is no completion of this one', () => {
    const tasks = [ended('complete', run(0)), ended('complete', run(1))];
    expect(tallyOf(job(1), tasks)).toMatchObject({ desired: 1, completed: 1, failed: 0 });
    const failing = [...tasks, ended('failed', run(2))];
    expect(tallyOf(job(2), failing)).toMatchObject({ desired: 1, completed: 0, failed: 1, failing: 1, exitCode: 3 });
    expect(fallsShort(job(2), tallyOf(job(2), failing))).toBe(true);
    const again = [...failing, ended('failed', run(2)), alive({ ...run(2), state: 'ready', desiredState: 'ready' })];
    expect(tallyOf(job(2), again)).toMatchObject({ completed: 0, crashing: 1, exitCode: 3 });
    expect(tallyOf(job(1), again), 'the run before stays what it was').toMatchObject({ completed: 1, crashing: 0 });
  });

  test('has given up where its policy allows that and nothing of the run goes on', () => {
    const limited = { ...job(0), restartPolicy: { condition: 'any' as const, maxAttempts: 1 } };
    const failed = [1, 2].map(() => ended('failed', { ...run(0), desiredState: 'shutdown' }));
    expect(tallyOf(limited, failed)).toMatchObject({ gaveUp: 1, failing: 0, crashing: 0, exitCode: 3 });
    expect(fallsShort(limited, tallyOf(limited, failed))).toBe(true);
    expect(tallyOf(job(0), failed)).toMatchObject({ gaveUp: 0, crashing: 1 });
    const other = { ...limited, mode: { kind: 'replicated-job' as const, maxConcurrent: 2, totalCompletions: 2 } };
    expect(tallyOf(other, [...failed, alive(run(0, 1))])).toMatchObject({ gaveUp: 0, crashing: 1 });
  });

  test('on every node counts its nodes', () => {
    const global = (iteration: number) => job(iteration, { kind: 'global-job' });
    const tasks = ['a', 'b'].map((on) => ended('complete', { ...run(0, null), on }));
    expect(tallyOf(global(0), tasks)).toMatchObject({ completed: 2 });
    const next = [...tasks, ended('failed', { ...run(1, null), on: 'a' }), alive({ ...run(1, null), on: 'c' })];
    expect(tallyOf(global(1), next)).toMatchObject({ desired: 2, completed: 0, running: 1, failing: 1, exitCode: 3 });
  });

  test('that a returned leader runs twice is never more than done', () => {
    const five = { maxConcurrent: 5, totalCompletions: 5 };
    const twice = [0, 1, 2, 3, 4, 0, 1, 2].map((slot) => ended('complete', run(0, slot)));
    expect(tallyOf(job(0, five), twice)).toMatchObject({ desired: 5, completed: 5 });
    const half = [0, 0, 1, 1].map((slot) => ended('complete', run(0, slot)));
    expect(tallyOf(job(0, five), half)).toMatchObject({ desired: 5, completed: 2 });
  });
});

describe('a service whose task has ended', () => {
  const policy = (condition: RestartCondition, maxAttempts = 0) =>
    aService({ id: 'web', restartPolicy: { ...DEFAULT_RESTART_POLICY, condition, maxAttempts } });
  const open = { desiredState: 'running' as const };

  test.each([
    ['none', 0, ended('complete'), 'finished'],
    ['none', 0, ended('complete', open), 'finished'],
    ['on-failure', 0, ended('complete'), 'finished'],
    ['any', 2, ended('complete'), 'finished'],
    ['any', 2, ended('complete', open), 'neither'],
    ['any', 0, ended('complete'), 'neither'],
    ['none', 0, ended('failed'), 'failed'],
    ['on-failure', 2, ended('failed'), 'failed'],
    ['on-failure', 2, ended('failed', open), 'neither'],
    ['on-failure', 0, ended('failed'), 'neither'],
    ['any', 0, ended('failed'), 'neither'],
    ['none', 0, ended('shutdown'), 'neither'],
    ['none', 0, ended('complete', { desiredState: 'remove' }), 'neither'],
  ] as const)('with restarts %s and %i attempts, %#: %s', (condition, attempts, task, word) => {
    const tally = tallyOf(policy(condition, attempts), [task]);
    expect([tally.completed, tally.gaveUp]).toEqual([word === 'finished' ? 1 : 0, word === 'failed' ? 1 : 0]);
    expect(tally.exitCode).toBe(word === 'failed' ? 3 : null);
  });

  test('is judged by its newest task, as after a forced update', () => {
    expect(tallyOf(policy('none'), [ended('failed'), ended('complete')])).toMatchObject({ completed: 1, gaveUp: 0 });
    expect(tallyOf(policy('none'), [ended('complete'), ended('failed')])).toMatchObject({ completed: 0, gaveUp: 1 });
    expect(tallyOf(policy('none'), [ended('failed'), alive()])).toMatchObject({ running: 1, gaveUp: 0, completed: 0 });
  });

  test('counts slot by slot: two finished, one failed', () => {
    const three = { ...policy('none'), mode: { kind: 'replicated' as const, replicas: 3 } };
    const tasks = [ended('complete'), ended('complete', { slot: 2 }), ended('failed', { slot: 3 })];
    expect(tallyOf(three, tasks)).toMatchObject({ desired: 3, running: 0, completed: 2, gaveUp: 1, exitCode: 3 });
  });

  test('tells how many no update has reached', () => {
    const three = { ...policy('none'), mode: { kind: 'replicated' as const, replicas: 3 } };
    const old = (slot: number) => ended('complete', { slot, templateDigest: 'old' });
    expect(tallyOf(three, [old(1), old(2), old(3), ended('complete')])).toMatchObject({ completed: 3, outdated: 2 });
    const all = [ended('failed'), ended('complete', { slot: 2 }), ended('complete', { slot: 3 })];
    expect(tallyOf(three, all)).toMatchObject({ completed: 2, gaveUp: 1, outdated: 0 });
  });

  test('on every node is finished on every node', () => {
    const global = { ...policy('on-failure'), mode: { kind: 'global' as const } };
    const tasks = ['a', 'c'].map((on) => ended('complete', { slot: null, on }));
    expect(tallyOf(global, tasks)).toMatchObject({ desired: 2, completed: 2 });
  });

  test('leaves nothing behind that counts when it was scaled away', () => {
    const none = { ...policy('none', 2), mode: { kind: 'replicated' as const, replicas: 0 } };
    expect(tallyOf(none, [ended('failed'), ended('failed')])).toMatchObject({ gaveUp: 0, crashing: 0 });
    const any = { ...policy('any'), mode: { kind: 'replicated' as const, replicas: 0 } };
    expect(tallyOf(any, [ended('failed'), ended('failed')])).toMatchObject({ gaveUp: 0, crashing: 0 });
  });
});

test('what is added and removed leaves nothing behind', () => {
  const counts = new TaskCounts();
  const tasks = [aTask({ id: '1', of: 'web', on: 'a' }), aTask({ id: '2', of: 'web', state: 'failed', on: 'b' })];
  for (const task of tasks) counts.add(task, isDown(task));
  for (const task of tasks) counts.remove(task, isDown(task));
  expect(counts.isEmpty).toBe(true);
  expect(counts.tallyOf(aService({ id: 'web', mode: { kind: 'global' } }))).toEqual(EMPTY_TALLY);
});
