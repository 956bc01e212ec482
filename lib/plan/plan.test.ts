import { expect, test } from 'vitest';
import type { Cluster } from '#lib/domain/cluster/cluster';
import type { Node } from '#lib/domain/node/node';
import { DEFAULT_UPDATE_CONFIG, type Service } from '#lib/domain/service/service';
import type { Task } from '#lib/domain/task/task';
import { aManager, aNode, aNodeId, aService, aServiceId, aTask } from '#lib/domain/testing/builders';
import { planAvailability } from './plan-availability';
import { planScale } from './plan-scale';
import { planUpdate } from './plan-update';

const swarm = (nodes: Node[], services: Service[], tasks: Task[]): Cluster => ({
  id: null,
  nodes: new Map(nodes.map((node) => [node.id, node])),
  services: new Map(services.map((service) => [service.id, service])),
  tasks: new Map(tasks.map((task) => [task.id, task])),
});
const kinds = (consequence: { effects: { kind: string }[] }) => consequence.effects.map((effect) => effect.kind);

test('draining the node of a single replica says that the service goes dark', () => {
  const cluster = swarm(
    [aNode({ id: 'a' }), aNode({ id: 'b' })],
    [aService({ id: 'db' }), aService({ id: 'web', replicas: 2 })],
    [
      aTask({ id: '1', of: 'db', on: 'a' }),
      aTask({ id: '2', of: 'web', on: 'a' }),
      aTask({ id: '3', of: 'web', on: 'b' }),
    ],
  );
  const plan = planAvailability(cluster, aNodeId('a'), 'drain');
  expect(plan.level).toBe('critical');
  expect(plan.effects).toContainEqual({ kind: 'goes-dark', level: 'critical', services: ['db'] });
  expect(plan.effects).toContainEqual({ kind: 'falls-short', level: 'warning', services: ['web'] });
  expect(plan.effects).toContainEqual({ kind: 'tasks-stop', level: 'warning', count: 2 });
});

test('a task whose constraints fit no other node has nowhere to run', () => {
  const cluster = swarm(
    [aNode({ id: 'a', labels: { disk: 'ssd' } }), aNode({ id: 'b' })],
    [aService({ id: 'db', constraints: ['node.labels.disk==ssd'] })],
    [aTask({ id: '1', of: 'db', on: 'a' })],
  );
  expect(kinds(planAvailability(cluster, aNodeId('a'), 'drain'))).toContain('nowhere-to-run');
});

test('draining an empty node stops nothing', () => {
  const cluster = swarm([aNode({ id: 'a' }), aNode({ id: 'b' })], [], []);
  expect(planAvailability(cluster, aNodeId('a'), 'drain')).toMatchObject({ level: 'ok' });
});

test('draining the last node that takes tasks is told as such', () => {
  const cluster = swarm([aNode({ id: 'a' }), aNode({ id: 'b', availability: 'drain' })], [], []);
  expect(kinds(planAvailability(cluster, aNodeId('a'), 'drain'))).toContain('no-schedulable-node');
});

test('draining a manager leaves the quorum as it is, and says so', () => {
  const cluster = swarm([aManager('m1', { leader: true }), aManager('m2'), aManager('m3')], [], []);
  expect(planAvailability(cluster, aNodeId('m1'), 'drain').effects).toContainEqual({
    kind: 'quorum-after',
    level: 'ok',
    reachable: 3,
    managers: 3,
    needed: 2,
  });
});

test('scaling while an update stands paused is warned of: it starts the update again', () => {
  const updateStatus = { state: 'paused' as const, startedAt: null, completedAt: null, message: '' };
  const cluster = swarm([aNode({ id: 'a' })], [aService({ id: 'web', replicas: 2, updateStatus })], []);
  expect(planScale(cluster, aServiceId('web'), 3)).toMatchObject({ level: 'critical' });
});

test('scaling to nothing takes the service down', () => {
  const cluster = swarm([aNode({ id: 'a' })], [aService({ id: 'web', replicas: 2 })], []);
  expect(kinds(planScale(cluster, aServiceId('web'), 0))).toEqual(['goes-dark', 'tasks-stop']);
});

test('a new image replaces every task; update settings alone replace none', () => {
  const cluster = swarm(
    [aNode({ id: 'a' })],
    [aService({ id: 'web', replicas: 2 })],
    [aTask({ id: '1', of: 'web', on: 'a' }), aTask({ id: '2', of: 'web', on: 'a' })],
  );
  const image = [{ path: 'TaskTemplate.ContainerSpec.Image', before: 'app:1', after: 'app:2' }];
  expect(planUpdate(cluster, aServiceId('web'), image, DEFAULT_UPDATE_CONFIG).effects).toEqual([
    { kind: 'tasks-replaced', level: 'warning', count: 2, parallelism: 1, order: 'stop-first' },
  ]);
  const settings = [{ path: 'UpdateConfig.Parallelism', before: 1, after: 2 }];
  expect(kinds(planUpdate(cluster, aServiceId('web'), settings, DEFAULT_UPDATE_CONFIG))).toEqual(['nothing-restarts']);
});

test('going back from an update that stands half-way replaces only what it had moved', () => {
  const cluster = swarm(
    [aNode({ id: 'a' })],
    [aService({ id: 'web', replicas: 3, image: 'app:broken' })],
    [
      aTask({ id: '1', of: 'web', on: 'a', image: 'app:broken' }),
      aTask({ id: '2', of: 'web', on: 'a', image: 'app:1@sha256:abc' }),
      aTask({ id: '3', of: 'web', on: 'a', image: 'app:1@sha256:abc' }),
    ],
  );
  const back = [{ path: 'TaskTemplate.ContainerSpec.Image', before: 'app:broken', after: 'app:1@sha256:abc' }];
  expect(planUpdate(cluster, aServiceId('web'), back, DEFAULT_UPDATE_CONFIG).effects).toEqual([
    { kind: 'tasks-replaced', level: 'warning', count: 1, parallelism: 1, order: 'stop-first' },
  ]);
});
