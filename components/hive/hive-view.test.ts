import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TaskId } from '#lib/domain/ids';
import { TASK_STATES, type Task } from '#lib/domain/task/task';
import { aManager, aNode, aServiceId, aTask } from '#lib/domain/testing/builders';
import { HiveIndex } from '#lib/live/hive/hive-index';
import { HiveReplica } from '#lib/live/hive/hive-replica';
import { HiveView, type Situation } from './hive-view';

const NOW = Date.parse('2026-01-01T12:00:00Z') / 1000;
const LONG_AGO = '2026-01-01T00:00:00Z';
const SITUATION: Situation = {
  nodes: [aManager('m1'), aNode({ id: 'w1' }), aNode({ id: 'w2', state: 'down' })],
  serviceNames: new Map([
    [aServiceId('s1'), 'web'],
    [aServiceId('s2'), 'api'],
  ]),
  crashing: new Set(),
  by: 'role',
  allFailures: false,
};

/** A hive on both sides of a wire, with its view. */
class Stage {
  index = new HiveIndex();
  replica = new HiveReplica();
  view = new HiveView(this.replica);
  held = new Map<TaskId, Task>();
  now = NOW;

  constructor(
    tasks: Task[],
    public situation = SITUATION,
  ) {
    for (const task of tasks) this.#put(task);
    this.replica.apply(this.index.whole(), true);
    this.view.arrange(this.situation, this.now);
  }

  change(...tasks: (Task | { gone: TaskId })[]) {
    const tables = this.index.tables;
    const ids = tasks.map((task) => ('gone' in task ? task.gone : task.id));
    for (const task of tasks) {
      if ('gone' in task) {
        this.index.take([{ before: this.held.get(task.gone) ?? null, after: null }]);
        this.held.delete(task.gone);
      } else this.#put(task);
    }
    return this.view.take(this.replica.apply(this.index.since(ids, tables), false), this.now);
  }

  #put(task: Task) {
    this.index.take([{ before: this.held.get(task.id) ?? null, after: task }]);
    this.held.set(task.id, task);
  }

  /** Each column's name and tasks, as text. */
  get read() {
    return readingOf(this.view, this.replica, this.index);
  }
}

const readingOf = (view: HiveView, replica: HiveReplica, index: HiveIndex) =>
  Object.fromEntries(
    view.groups.flatMap((group) =>
      group.columns.map((place) => {
        const column = view.columns[place]!;
        const said = column.cells.map((cell, at) => {
          expect([view.indexOf(cell), view.columnOf(cell)]).toEqual([at, place]);
          return `${index.taskAt(cell)?.replace(/0+$/, '')} ${view.mark(cell)} ${replica.slot(cell)}`;
        });
        return [column.node?.hostname ?? column.nodeId ?? 'nowhere', said];
      }),
    ),
  );

test('a column holds the tasks of its node by service and slot; tasks without a node stand first', () => {
  const stage = new Stage([
    aTask({ id: 'a', of: 's1', on: 'w1', slot: 2 }),
    aTask({ id: 'b', of: 's1', on: 'w1', slot: 1 }),
    aTask({ id: 'c', of: 's2', on: 'w1', slot: 10 }),
    aTask({ id: 'd', of: 's1', state: 'pending' }),
  ]);
  expect(stage.view.groups.map((group) => group.kind)).toEqual(['unassigned', 'role', 'role']);
  expect(stage.read).toEqual({
    nowhere: ['d pending 1'],
    m1: [],
    w1: ['c running 10', 'b running 1', 'a running 2'],
    w2: [],
  });
});

test('a change touches the columns that it concerns and no other', () => {
  const a = aTask({ id: 'a', of: 's1', on: 'w1' });
  const stage = new Stage([a, aTask({ id: 'b', of: 's1', on: 'm1', slot: 2 })]);
  const { columns, shape } = stage.change({ ...a, state: 'starting' });
  expect([...columns].map((place) => stage.view.columns[place]?.node?.hostname)).toEqual(['w1']);
  expect(shape).toBe(false);
  expect(stage.read.w1).toEqual(['a starting 1']);
});

test('on a node that is down nothing runs', () => {
  const stage = new Stage([aTask({ id: 'a', of: 's1', on: 'w2' })]);
  expect(stage.read.w2).toEqual(['a lost 1']);
  const nodes = SITUATION.nodes.map((node) => ({ ...node, state: 'ready' as const }));
  stage.view.arrange({ ...SITUATION, nodes }, NOW);
  expect(stage.read.w2).toEqual(['a running 1']);
  expect(stage.view.counts.get('lost')).toBe(0);
});

test('an old failure is out of sight when its slot runs again, and comes back when it is the last word', () => {
  const failed = aTask({ id: 'f', of: 's1', on: 'w1', state: 'failed', stateSince: LONG_AGO });
  const next = aTask({ id: 'n', of: 's1', on: 'm1' });
  const stage = new Stage([failed, next]);
  expect(stage.read).toMatchObject({ m1: ['n running 1'], w1: [] });
  expect(stage.view.hiddenFailures).toBe(1);
  stage.change({ gone: next.id });
  expect(stage.read.w1).toEqual(['f failed 1']);
  stage.change(aTask({ id: 'g', of: 's1', on: 'm1', state: 'rejected', stateSince: '2026-01-01T01:00:00Z' }));
  expect(stage.read).toMatchObject({ m1: ['g rejected 1'], w1: [] });
});

test('a young failure is in sight for ten minutes, whatever came after it', () => {
  const at = new Date((NOW - 300) * 1000).toISOString();
  const stage = new Stage([
    aTask({ id: 'f', of: 's1', on: 'w1', state: 'failed', stateSince: at }),
    aTask({ id: 'n', of: 's1', on: 'm1' }),
  ]);
  expect(stage.read.w1).toEqual(['f failed 1']);
  stage.now += 301;
  expect(stage.view.take([], stage.now).shape).toBe(true);
  expect(stage.read.w1).toEqual([]);
});

test('a node that is gone keeps its column while tasks name it', () => {
  const stage = new Stage([aTask({ id: 'a', of: 's1', on: 'gone' })]);
  expect(stage.view.groups.at(-1)?.kind).toBe('removed');
  expect(stage.read[aTask({ id: 'x', of: 's', on: 'gone' }).nodeId!]).toEqual(['a running 1']);
});

test('followed by changes or read anew, the view is the same', () => {
  const step = fc.record({
    id: fc.nat(12),
    gone: fc.boolean(),
    of: fc.constantFrom('s1', 's2', 's3'),
    on: fc.constantFrom(undefined, 'm1', 'w1', 'w2', 'w9'),
    slot: fc.option(fc.nat(2)),
    state: fc.constantFrom(...TASK_STATES),
    minute: fc.nat(59),
  });
  fc.assert(
    fc.property(fc.array(fc.array(step, { maxLength: 4 }), { maxLength: 25 }), (rounds) => {
      const stage = new Stage([]);
      for (const round of rounds) {
        stage.now += 30;
        stage.change(
          ...round.map(({ id, gone, on, minute, ...facts }) => {
            const stateSince = `2026-01-01T11:${String(minute).padStart(2, '0')}:00Z`;
            const task = aTask({ ...facts, id: `t${'abcdefghijklm'[id]}`, stateSince, ...(on && { on }) });
            return gone ? { gone: task.id } : task;
          }),
        );
      }
      const fresh = new HiveReplica();
      fresh.apply(stage.index.whole(), true);
      const anew = new HiveView(fresh);
      anew.arrange(SITUATION, stage.now);
      expect(stage.read).toEqual(readingOf(anew, fresh, stage.index));
      expect([...stage.view.counts]).toEqual([...anew.counts]);
      expect(stage.view.hiddenFailures).toBe(anew.hiddenFailures);
    }),
    { numRuns: 1000 },
  );
});

test('between two failures of a crash loop its task is no good sign, in its slot alone and while the service crashes', () => {
  const young = (second: number) => `2026-01-01T11:59:${second}Z`;
  const failed = (id: string, second: number) =>
    aTask({ id, of: 's1', on: 'w1', state: 'failed', desiredState: 'shutdown', stateSince: young(second) });
  const tasks = [
    failed('f1', 10),
    failed('f2', 20),
    aTask({ id: 'again', of: 's1', on: 'w1', stateSince: young(30) }),
    aTask({ id: 'other', of: 's1', on: 'w1', slot: 2, stateSince: LONG_AGO }),
  ];
  const crashing = { ...SITUATION, crashing: new Set([aServiceId('s1')]) };
  const stage = new Stage(tasks, crashing);
  const marks = () => [stage.view.counts.get('crashing'), stage.view.counts.get('running')];
  expect(marks()).toEqual([1, 1]);
  stage.view.arrange(SITUATION, NOW);
  expect(marks()).toEqual([0, 2]);
  stage.view.arrange(crashing, NOW);
  expect(marks()).toEqual([1, 1]);
});

test('columns of twins by host name are told apart', () => {
  const nodes = [
    aNode({ id: 'old', hostname: 'w1', state: 'down' }),
    aNode({ id: 'new', hostname: 'w1' }),
    aManager('m1'),
  ];
  const { view } = new Stage([], { ...SITUATION, nodes });
  expect(view.columns.map(({ name }) => name).toSorted()).toEqual(['m1', 'w1 (new000000000)', 'w1 (old000000000)']);
});
