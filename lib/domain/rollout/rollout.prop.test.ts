import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Node } from '../node/node';
import type { Service } from '../service/service';
import type { Task } from '../task/task';
import { aCluster, aNode, aService, aTask } from '../testing/builders';
import { isSlotDirty, rolloutOf } from './rollout';
import { sceneOf } from './scene';

const digests = fc.constantFrom('a.a', 'a.b', 'b.a', 'b.b');
const endpoints = fc.constantFrom('none', 'open', '');
const names = ['a', 'b', 'c', 'd'] as const;
const nodes = fc.tuple(
  ...names.map((id) =>
    fc
      .record({
        availability: fc.constantFrom('active', 'pause', 'drain'),
        state: fc.constantFrom('ready', 'down'),
        labels: fc.constantFrom<Record<string, string>>({}, { disk: 'ssd' }),
      })
      .map((fields): Node => aNode({ id, ...fields } as Parameters<typeof aNode>[0])),
  ),
);
const tasks = (global: boolean) =>
  fc
    .array(
      fc.record({
        slot: fc.integer({ min: 1, max: 5 }),
        on: fc.constantFrom(...names),
        templateDigest: digests,
        endpointDigest: endpoints,
        state: fc.constantFrom<Task['state']>('running', 'ready', 'failed', 'complete'),
        desiredState: fc.constantFrom<Task['desiredState']>('running', 'ready', 'shutdown', 'remove'),
      }),
      { maxLength: 12 },
    )
    .map((all) =>
      all.map(({ on, slot, ...fields }, n) =>
        aTask({ id: `t${n}`, of: 'web', on, slot: global ? null : slot, ...fields }),
      ),
    );
const world = fc.boolean().chain((global) =>
  fc.record({
    nodes,
    tasks: tasks(global),
    service: fc.record({ templateDigest: digests, replicas: fc.integer({ min: 0, max: 6 }) }).map(
      ({ templateDigest, replicas }): Service => ({
        ...aService({ id: 'web', templateDigest }),
        mode: global ? { kind: 'global' } : { kind: 'replicated', replicas },
      }),
    ),
    after: fc.record({
      templateDigest: digests,
      endpointDigest: fc.constantFrom('none', 'open'),
      constraints: fc.constantFrom<string[]>([], ['node.labels.disk==ssd']),
      parallelism: fc.integer({ min: 0, max: 4 }),
    }),
  }),
);

test('every slot is replaced, kept or stopped, and only one of them; what is replaced is dirty, what is kept is not', () => {
  fc.assert(
    fc.property(world, ({ nodes: all, tasks: its, service, after: { parallelism, ...fields } }) => {
      const scene = sceneOf(aCluster({ nodes: all, services: [service], tasks: its }), service);
      const after = { ...service, ...fields, updateConfig: { ...service.updateConfig, parallelism } };
      const { replaced, kept, stopped, added, atOnce, onPausedNodes } = rolloutOf(scene, after);
      const keys = [...replaced, ...kept, ...stopped].map(({ key }) => key);
      expect(new Set(keys).size).toBe(keys.length);
      for (const slot of replaced) expect(isSlotDirty(slot, after, scene.nodes)).toBe(true);
      for (const slot of kept) expect(isSlotDirty(slot, after, scene.nodes)).toBe(false);
      expect(atOnce).toBeLessThanOrEqual(replaced.length);
      expect(atOnce > 0).toBe(replaced.length > 0);
      if (service.mode.kind === 'replicated') expect(replaced.length + kept.length + added).toBe(service.mode.replicas);
      else expect(replaced.length + kept.length + added + onPausedNodes).toBeLessThanOrEqual(all.length);
    }),
  );
});

test('a rollout that was carried out leaves nothing to be done', () => {
  fc.assert(
    fc.property(world, ({ nodes: all, tasks: its, service, after: { parallelism: _, ...fields } }) => {
      const after = { ...service, ...fields };
      const first = rolloutOf(sceneOf(aCluster({ nodes: all, services: [service], tasks: its }), service), after);
      const { templateDigest, endpointDigest } = after;
      const moved = first.replaced.flatMap(({ tasks: [task] }) =>
        task
          ? [{ ...task, templateDigest, endpointDigest, state: 'running' as const, desiredState: 'running' as const }]
          : [],
      );
      const left = [...moved, ...first.kept.flatMap(({ tasks: those }) => those)];
      const again = rolloutOf(sceneOf(aCluster({ nodes: all, services: [after], tasks: left }), after), after);
      expect(again.stopped).toEqual([]);
      expect(again.replaced).toEqual([]);
      expect(again.added).toBe(first.added);
    }),
  );
});
