import { expect, test } from 'vitest';
import type { Node } from '#lib/domain/node/node';
import type { Service } from '#lib/domain/service/service';
import type { SpecFacts } from '#lib/domain/spec/service-facts';
import type { Task } from '#lib/domain/task/task';
import { aCluster, aManager, aNode, aNodeId, aService, aTask } from '#lib/domain/testing/builders';
import { planAvailability } from './plan-availability';
import { planUpdate } from './plan-update';

const swarm = (nodes: Node[], services: Service[], tasks: Task[]) => aCluster({ nodes, services, tasks });
const planned = (
  service: Service,
  tasks: Task[],
  after: Partial<SpecFacts>,
  nodes = [aNode({ id: 'a' }), aNode({ id: 'b' })],
) => planUpdate(swarm(nodes, [service], tasks), service.id, service, { hostPorts: false, ...service, ...after });
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

test('a drain leaves jobs to their end, and says what is not started again', () => {
  const job = { mode: { kind: 'global-job' as const }, id: 'scan' };
  const once = aService({ id: 'once', restartPolicy: { condition: 'none', maxAttempts: 0 } });
  const cluster = swarm(
    [aNode({ id: 'a' }), aNode({ id: 'b' })],
    [aService(job), once],
    [
      aTask({ id: '1', of: 'scan', on: 'a', jobIteration: 0, desiredState: 'complete' }),
      aTask({ id: '2', of: 'once', on: 'a' }),
    ],
  );
  expect(planAvailability(cluster, aNodeId('a'), 'drain').effects).toEqual([
    { kind: 'not-restarted', level: 'critical', services: ['once'] },
    { kind: 'goes-dark', level: 'critical', services: ['once'] },
    { kind: 'tasks-stop', level: 'warning', count: 1 },
    { kind: 'jobs-go-on', level: 'warning', services: ['scan'] },
  ]);
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

const slots = (count: number, overrides: Partial<Task> = {}): Task[] =>
  Array.from({ length: count }, (_, n) => ({
    ...aTask({ id: `t${n + 1}`, of: 'web', slot: n + 1, on: n % 2 === 0 ? 'a' : 'b' }),
    ...overrides,
  }));
const to = (replicas: number) => ({ mode: { kind: 'replicated', replicas } as const });
const OTHER = { templateDigest: 'b.a' };
const web = (replicas: number, overrides: Partial<Service> = {}) => ({
  ...aService({ id: 'web', replicas }),
  ...overrides,
});
const paused = { state: 'paused' as const, startedAt: null, completedAt: null, message: '' };

test('whatever is written while an update stands paused is warned of: it starts the update again', () => {
  const service = web(2, { updateStatus: paused, ...OTHER });
  const half = slots(2).map((task, n) => (n === 0 ? { ...task, ...OTHER } : task));
  for (const after of [to(3), { labels: { a: 'b' } }, { updateConfig: { ...service.updateConfig, delayMs: 1 } }])
    expect(planned(service, half, after).effects).toContainEqual({
      kind: 'restarts-paused-update',
      level: 'critical',
      count: 1,
    });
  const going = planned(service, half, { updateConfig: { ...service.updateConfig, failureAction: 'continue' } });
  expect(kinds(going).slice(0, 2)).toEqual(['restarts-paused-update', 'no-failure-stops-it']);
});

test('scaling to nothing takes the service down', () => {
  expect(kinds(planned(web(2), slots(2), to(0)))).toEqual(['goes-dark', 'tasks-stop']);
});

test('a new image replaces every task; update settings alone replace none', () => {
  expect(planned(web(2), slots(2), OTHER).effects).toEqual([
    { kind: 'tasks-replaced', level: 'warning', count: 2, parallelism: 1, order: 'stop-first' },
  ]);
  const { updateConfig } = web(2);
  expect(kinds(planned(web(2), slots(2), { updateConfig: { ...updateConfig, parallelism: 2 } }))).toEqual([
    'nothing-restarts',
  ]);
});

test('the pace is that of the config that is written, and all at once goes dark', () => {
  const allAtOnce = { ...web(2).updateConfig, parallelism: 0 };
  expect(planned(web(2), slots(2), { ...OTHER, updateConfig: allAtOnce }).effects).toMatchObject([
    { kind: 'goes-dark' },
    { kind: 'tasks-replaced', parallelism: 2 },
  ]);
});

test('a change of ports replaces every task, and a single one goes dark meanwhile', () => {
  expect(kinds(planned(web(3), slots(3), { endpointDigest: 'other' }))).toEqual(['tasks-replaced']);
  expect(kinds(planned(web(1), slots(1), { endpointDigest: 'other' }))).toEqual(['goes-dark', 'tasks-replaced']);
});

test('new constraints move the tasks whose node is left out, and no other', () => {
  const elsewhere = { templateDigest: 'a.z', constraints: ['node.hostname==b'] };
  expect(planned(web(2), slots(2), elsewhere).effects).toEqual([
    { kind: 'tasks-replaced', level: 'warning', count: 1, parallelism: 1, order: 'stop-first' },
  ]);
  expect(kinds(planned(web(2), slots(2), { templateDigest: 'a.z', constraints: ['node.hostname!=c'] }))).toEqual([
    'nothing-restarts',
  ]);
});

test('where there is no task to move, nothing is replaced', () => {
  expect(kinds(planned(web(0), [], OTHER))).toEqual(['no-task-to-move']);
  const nowhere = web(1, { mode: { kind: 'global' }, constraints: ['node.platform.os==notarealos'] });
  expect(kinds(planned(nowhere, [], OTHER))).toEqual(['no-task-to-move']);
});

test('every update of a job runs it again; what has not ended is cut off', () => {
  const mode = { kind: 'replicated-job', maxConcurrent: 5, totalCompletions: 5 } as const;
  const job = web(1, { mode, jobIteration: 0 });
  expect(planned(job, slots(5, { state: 'complete', desiredState: 'complete' }), OTHER).effects).toEqual([
    { kind: 'job-runs-again', level: 'warning', count: 5, concurrent: 5 },
  ]);
  expect(
    planned(job, slots(2, { desiredState: 'complete' }), { mode: { ...mode, totalCompletions: 6 } }).effects,
  ).toEqual([
    { kind: 'job-cut-off', level: 'critical', count: 2 },
    { kind: 'job-runs-again', level: 'warning', count: 6, concurrent: 5 },
  ]);
});

test('start-first with host ports on every node waits for ever, and is warned of', () => {
  const service = web(2, { updateConfig: { ...web(2).updateConfig, order: 'start-first' } });
  const written = { ...OTHER, hostPorts: true };
  expect(kinds(planned(service, slots(2), written))).toEqual(['start-first-blocked', 'tasks-replaced']);
  const more = [aNode({ id: 'a' }), aNode({ id: 'b' }), aNode({ id: 'c' })];
  expect(kinds(planned(service, slots(2), written, more))).toEqual(['tasks-replaced']);
  expect(kinds(planned(service, slots(2), OTHER)), 'it has them no more').toEqual(['tasks-replaced']);
});

test('more tasks than the nodes may hold have nowhere to run', () => {
  expect(kinds(planned(web(2, { maxReplicasPerNode: 1 }), slots(2), to(3)))).toEqual(['nowhere-to-run', 'tasks-start']);
});

test('going back from an update that stands half-way replaces only what it had moved', () => {
  const service = web(3, OTHER);
  const half = slots(3).map((task, n) => (n === 0 ? { ...task, ...OTHER } : task));
  expect(planned(service, half, { templateDigest: 'a.a' }).effects).toEqual([
    { kind: 'tasks-replaced', level: 'warning', count: 1, parallelism: 1, order: 'stop-first' },
  ]);
});
