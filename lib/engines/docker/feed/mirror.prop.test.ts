import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ServiceId } from '#lib/domain/ids';
import { Mirror } from './mirror';

const SERVICES = ['s1', 's2', 's3'] as ServiceId[];
type World = Map<string, { service: ServiceId; version: number }>;

const bodyOf = (world: World, of: ReadonlySet<ServiceId> = new Set(SERVICES)): Buffer =>
  Buffer.from(
    JSON.stringify(
      [...world]
        .filter(([, { service }]) => of.has(service))
        .map(([ID, { service, version }]) => ({ ID, ServiceID: service, Version: { Index: version } })),
    ),
  );
const held = (mirror: Mirror) => [...mirror.tasks.values()].map(({ id, version }) => `${id} ${version}`).sort();

const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ put: fc.nat(11), service: fc.constantFrom(...SERVICES) }) },
  { weight: 1, arbitrary: fc.record({ drop: fc.nat(11) }) },
  { weight: 2, arbitrary: fc.record({ look: fc.subarray(SERVICES, { minLength: 1 }) }) },
  { weight: 1, arbitrary: fc.constant({ look: null }) },
);

test('looks at all and at some services leave what the last look at each service has shown', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const mirror = new Mirror();
      const world: World = new Map();
      const shown: World = new Map();
      let version = 0;
      for (const each of steps) {
        version += 1;
        if ('put' in each) {
          const id = `t${each.put}`;
          // A task stays with its service.
          world.set(id, { service: world.get(id)?.service ?? each.service, version });
        } else if ('drop' in each) world.delete(`t${each.drop}`);
        else {
          const of = each.look ? new Set(each.look) : undefined;
          const before = held(mirror);
          const news = await mirror.takeTasks(bodyOf(world, of), version, of);
          for (const [id, { service }] of [...shown]) if (!of || of.has(service)) shown.delete(id);
          for (const [id, task] of world) if (!of || of.has(task.service)) shown.set(id, task);
          const expected = [...shown].map(([id, task]) => `${id} ${task.version}`).sort();
          expect(held(mirror)).toEqual(expected);
          if (news === null) expect(before).toEqual(expected);
          for (const service of SERVICES)
            expect([...mirror.tasksOf(service)].map(({ id }) => id).sort()).toEqual(
              [...shown].flatMap(([id, task]) => (task.service === service ? [id] : [])).sort(),
            );
        }
      }
    }),
    { numRuns: 200 },
  );
});

test('among many thousands of tasks a look at one service makes and moves only its own', async () => {
  const mirror = new Mirror();
  const world: World = new Map();
  for (let n = 0; n < 20_000; n += 1)
    world.set(`t${n}`, { service: n % 1000 === 0 ? ('s2' as ServiceId) : ('s1' as ServiceId), version: 1 });
  await mirror.takeTasks(bodyOf(world), 1);
  const before = new Map(mirror.tasks);
  world.set('t1000', { service: 's2' as ServiceId, version: 2 });
  world.delete('t2000');
  const looked = await mirror.takeTasks(bodyOf(world, new Set(['s2' as ServiceId])), 2, new Set(['s2' as ServiceId]));
  expect(looked).toHaveLength(19);
  expect(mirror.tasks.size).toBe(19_999);
  const other = [...mirror.tasks].filter(([id, task]) => before.get(id) !== task).map(([id]) => id);
  expect(other).toEqual(['t1000']);
  expect(await mirror.takeTasks(bodyOf(world), 3), 'nothing is new in it').toBeNull();
});
