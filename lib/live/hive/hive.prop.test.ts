import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TaskId } from '#lib/domain/ids';
import { hasFailed, isOver, TASK_STATES, type Task } from '#lib/domain/task/task';
import { aTask } from '#lib/domain/testing/builders';
import { HiveIndex } from './hive-index';
import type { HiveContent } from './hive-parts';
import { HiveReplica } from './hive-replica';

const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('task' as const),
      id: fc.nat(9),
      of: fc.nat(3),
      on: fc.option(fc.nat(3)),
      slot: fc.option(fc.nat(3)),
      state: fc.constantFrom(...TASK_STATES),
      desiredState: fc.constantFrom('ready' as const, 'running' as const, 'shutdown' as const),
      at: fc.nat(4),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('gone' as const), id: fc.nat(9) }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('since' as const), browser: fc.nat(2), more: fc.array(fc.nat(9)) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('whole' as const), browser: fc.nat(2) }) },
);

const overTheWire = (content: HiveContent): HiveContent => JSON.parse(JSON.stringify(content));

/** All that a screen can read of a replica. */
const readings = (replica: HiveReplica) => ({
  count: replica.count,
  cells: Array.from({ length: replica.end }, (_, cell) => cell)
    .filter((cell) => replica.state(cell) !== null)
    .map((cell) => ({
      cell,
      node: replica.nodeId(cell),
      service: replica.serviceId(cell),
      slot: replica.slot(cell),
      state: replica.state(cell),
      note: replica.note(cell),
      since: replica.since(cell),
    })),
  byNode: [null, ...replica.nodes]
    .map((node, number) => ({ node, cells: [...replica.cellsOf(number - 1)].sort((a, b) => a - b) }))
    .filter(({ cells }) => cells.length > 0),
});

class Browser {
  replica = new HiveReplica();
  tables = { nodes: 0, services: 0 };
  missed = new Set<TaskId>();
}

test('[HIV-1] whatever is delivered at whatever pace, the replica equals the whole hive', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), fc.nat(4), (steps, rest) => {
      const index = new HiveIndex({ rest });
      const held = new Map<TaskId, Task>();
      const browsers = [new Browser(), new Browser(), new Browser()];
      const deliverWhole = (browser: Browser) => {
        browser.replica.apply(overTheWire(index.whole()), true);
        browser.tables = index.tables;
        browser.missed.clear();
      };
      const deliver = (browser: Browser, more: TaskId[] = []) => {
        browser.replica.apply(overTheWire(index.since([...browser.missed, ...more], browser.tables)), false);
        browser.tables = index.tables;
        browser.missed.clear();
      };
      const change = (id: TaskId, after: Task | null) => {
        index.take([{ before: held.get(id) ?? null, after }]);
        if (after) held.set(id, after);
        else held.delete(id);
        for (const browser of browsers) browser.missed.add(id);
      };
      browsers.forEach(deliverWhole);
      for (const now of steps) {
        if (now.do === 'task') {
          const { of, on, id, at, do: _, ...fields } = now;
          const stateSince = `2026-01-01T00:00:0${at}Z`;
          const task = aTask({
            ...fields,
            stateSince,
            id: `t${id}`,
            of: `s${of}`,
            ...(on !== null && { on: `n${on}` }),
          });
          change(task.id, task);
        }
        if (now.do === 'gone') {
          const { id } = aTask({ id: `t${now.id}`, of: 's' });
          change(id, null);
        }
        if (now.do === 'since')
          deliver(
            browsers[now.browser]!,
            now.more.map((id) => aTask({ id: `t${id}`, of: 's' }).id),
          );
        if (now.do === 'whole') deliverWhole(browsers[now.browser]!);
      }
      const fresh = new HiveReplica();
      fresh.apply(overTheWire(index.whole()), true);
      const whole = readings(fresh);
      const shown = [...held.values()].filter((task) => !isOver(task) || hasFailed(task));
      expect(whole.cells.map(({ cell }) => index.taskAt(cell)).sort()).toEqual(shown.map((task) => task.id).sort());
      for (const { cell, cell: _, ...fields } of whole.cells)
        expect(held.get(index.taskAt(cell)!)).toMatchObject({
          nodeId: fields.node,
          serviceId: fields.service,
          slot: fields.slot,
          state: fields.state,
        });
      for (const browser of browsers) {
        deliver(browser);
        expect(readings(browser.replica)).toEqual(whole);
      }
    }),
    { numRuns: 3000 },
  );
});
