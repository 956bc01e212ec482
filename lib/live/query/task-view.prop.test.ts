import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TASK_STATES, type Task } from '#lib/domain/task/task';
import { aNodeId, aServiceId, aTask } from '#lib/domain/testing/builders';
import { DEFAULT_TASK_QUERY, type TaskQuery } from './task-query';
import { TaskView } from './task-view';

const names = { service: (id: string) => id.replace(/0+$/, ''), node: (id: string) => id.replace(/0+$/, '') };

const when = fc.integer({ min: 0, max: 9 }).map((second) => `2026-01-01T00:00:0${second}.000Z`);

const task = fc
  .record({
    of: fc.constantFrom('web-2', 'web-10', 'db'),
    on: fc.constantFrom('n1', 'n2', undefined),
    slot: fc.constantFrom(1, 2, null),
    state: fc.constantFrom(...TASK_STATES),
    desiredState: fc.constantFrom('running' as const, 'shutdown' as const),
    error: fc.constantFrom('', 'task: non-zero exit (1)', 'No such image: app:2'),
    exitCode: fc.constantFrom(null, 0, 1),
    image: fc.constantFrom('app:1', 'app:1@sha256:12', 'app:2'),
    stateSince: when,
    createdAt: when,
  })
  .map((fields) => ({ ...fields }));

const query: fc.Arbitrary<TaskQuery> = fc
  .record(
    {
      text: fc.constantFrom('web', 'n1 app', 'db.1', 't1', 'exit'),
      states: fc.subarray([...TASK_STATES]),
      desired: fc.constantFrom([], ['running' as const]),
      service: fc.constantFrom(null, aServiceId('db')),
      node: fc.constantFrom(null, 'none' as const, aNodeId('n1')),
      image: fc.constantFrom(null, 'app:1'),
      error: fc.constantFrom(null, '', 'task: non-zero exit (1)'),
      exitCode: fc.constantFrom(null, 'none' as const, 1),
      sort: fc.constantFrom('service', 'state', 'since', 'node', 'created', 'image'),
      descending: fc.boolean(),
      groupBy: fc.constantFrom('error', 'exitCode', 'image', 'node'),
    },
    { requiredKeys: [] },
  )
  .map((fields) => ({ ...DEFAULT_TASK_QUERY, ...(fields as Partial<TaskQuery>) }));

const batch = fc.array(fc.tuple(fc.nat(30), fc.option(task, { freq: 4 })), { maxLength: 12 });

test('[QRY-1] after any sequence of batches a view equals a fresh one over the same tasks', () => {
  fc.assert(
    fc.property(
      query,
      fc.array(task, { maxLength: 30 }),
      fc.array(batch, { maxLength: 12 }),
      (query, begin, batches) => {
        const tasks = new Map(begin.map((fields, index) => [`t${index}`, aTask({ ...fields, id: `t${index}` })]));
        const view = new TaskView(query, names, tasks.values());
        for (const changed of batches) {
          const had = { rows: view.rows(0, 1000), summary: view.summary };
          const changes = changed.map(([number, fields]) => {
            const id = `t${number}`;
            const before = tasks.get(id) ?? null;
            const after: Task | null = fields && aTask({ ...fields, id });
            if (after) tasks.set(id, after);
            else tasks.delete(id);
            return { before, after };
          });
          const differs = view.apply(changes.filter(({ before, after }) => before ?? after));
          const fresh = new TaskView(query, names, tasks.values());
          expect(view.rows(0, 1000)).toEqual(fresh.rows(0, 1000));
          expect(view.summary).toEqual(fresh.summary);
          if (!differs) expect({ rows: view.rows(0, 1000), summary: view.summary }).toEqual(had);
        }
      },
    ),
    { numRuns: 300 },
  );
});
