import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TaskCounts } from '#lib/domain/service/tally';
import { TASK_STATES } from '#lib/domain/task/task';
import { aNode, aNodeId, aService, aTask, aTaskId } from '#lib/domain/testing/builders';
import type { Observation } from './observation';
import { Picture } from './picture';

const at = fc.record({
  id: fc.nat(6),
  of: fc.nat(2),
  on: fc.option(fc.nat(2)),
  state: fc.constantFrom(...TASK_STATES),
});
const happening: fc.Arbitrary<(version: number) => Observation> = fc.oneof(
  fc.array(at, { minLength: 1, maxLength: 4 }).map((tasks) => (version: number) => ({
    kind: 'changes' as const,
    at: version,
    tasks: tasks.map(({ id, of, on, state }) =>
      aTask({ id: `t${id}`, of: `s${of}`, version, state, ...(on !== null && { on: `n${on}` }) }),
    ),
  })),
  fc.record({ id: fc.nat(2), down: fc.boolean() }).map(({ id, down }) => (version: number) => ({
    kind: 'changes' as const,
    at: version,
    nodes: [aNode({ id: `n${id}`, version, state: down ? 'down' : 'ready' })],
  })),
  fc
    .nat(2)
    .map((id) => (version: number) => ({ kind: 'changes' as const, at: version, goneNodes: [aNodeId(`n${id}`)] })),
  fc
    .nat(6)
    .map((id) => (version: number) => ({ kind: 'changes' as const, at: version, goneTasks: [aTaskId(`t${id}`)] })),
  fc.nat(2).map((id) => (version: number) => ({
    kind: 'changes' as const,
    at: version,
    services: [aService({ id: `s${id}`, version, mode: { kind: 'global' } })],
  })),
  fc.constant((version: number) => ({ kind: 'list' as const, at: version, tasks: [] })),
);

test('[PIC-4] whatever happens, a tally is that of the tasks and nodes there are', () => {
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 60, size: 'max' }), (all) => {
      const picture = new Picture();
      for (const [index, happens] of all.entries()) {
        picture.commit(happens(index + 1));
        for (const service of picture.services.values()) {
          const counts = new TaskCounts();
          counts.now = picture.now;
          for (const task of picture.tasksOfService(service.id))
            counts.add(task, task.nodeId !== null && picture.nodes.get(task.nodeId)?.state === 'down');
          expect(service.tally).toEqual(counts.tallyOf(service));
        }
      }
    }),
  );
});
