import { expect, test } from 'vitest';
import type { Cluster } from '../cluster/cluster';
import type { OperationId } from '../ids';
import type { Node } from '../node/node';
import type { Service, UpdateStatus } from '../service/service';
import { EMPTY_TALLY, type Tally } from '../service/tally';
import type { Task } from '../task/task';
import { aNode, aNodeId, aService, aServiceId, aTask } from '../testing/builders';
import type { FieldChange, Operation } from './operation';
import { settlementOf, traceOf } from './settlement';

const OPENED = '2026-01-01T12:00:00.000Z';
const swarm = (parts: {
  nodes?: Node[];
  services?: (Service & { tally?: Partial<Tally> })[];
  tasks?: Task[];
}): Cluster => ({
  id: null,
  nodes: new Map(parts.nodes?.map((node) => [node.id, node])),
  services: new Map(
    parts.services?.map((service) => [service.id, { ...service, tally: { ...EMPTY_TALLY, ...service.tally } }]),
  ),
  tasks: new Map(parts.tasks?.map((task) => [task.id, task])),
});
const act = (kind: 'node' | 'service', changes: FieldChange[]): Operation => ({
  id: 'o' as OperationId,
  action: kind === 'node' ? 'node.availability' : 'service.update',
  target: { kind, id: kind === 'node' ? aNodeId('a') : aServiceId('web'), name: 'x' },
  by: { id: null, name: 'Ada' },
  state: 'accepted',
  outcome: null,
  outcomeText: '',
  fault: null,
  changes,
  command: '',
  request: null,
  baseVersion: 10,
  openedAt: OPENED,
  answeredAt: OPENED,
  settledAt: null,
  warnings: [],
});
const drain = act('node', [{ path: 'Availability', before: 'active', after: 'drain' }]);
const scale = act('service', [{ path: 'Mode.Replicated.Replicas', before: 1, after: 3 }]);
const update = act('service', [{ path: 'TaskTemplate.ContainerSpec.Image', before: 'app:1', after: 'app:2' }]);
const status = (state: UpdateStatus['state'], startedAt = OPENED): UpdateStatus => ({
  state,
  startedAt,
  completedAt: null,
  message: 'why',
});

test('a drain has converged when nothing runs on the node any more', () => {
  const node = aNode({ id: 'a', version: 11, availability: 'drain' });
  expect(settlementOf(drain, swarm({ nodes: [node], tasks: [aTask({ id: 't', of: 'web', on: 'a' })] }))).toBeNull();
  const stopped = aTask({ id: 't', of: 'web', on: 'a', state: 'shutdown', desiredState: 'shutdown' });
  expect(settlementOf(drain, swarm({ nodes: [node], tasks: [stopped] }))?.outcome).toBe('converged');
});

test('a drain that somebody took back is superseded', () => {
  expect(settlementOf(drain, swarm({ nodes: [aNode({ id: 'a', version: 12 })] }))?.outcome).toBe('superseded');
});

test('nothing is said before the picture shows a newer version than the act was based on', () => {
  expect(
    settlementOf(scale, swarm({ services: [{ ...aService({ id: 'web', version: 10, replicas: 1 }) }] })),
  ).toBeNull();
});

test('a scale has converged when as many run as are wanted', () => {
  const service = aService({ id: 'web', version: 11, replicas: 3 });
  expect(
    settlementOf(scale, swarm({ services: [{ ...service, tally: { desired: 3, running: 2, starting: 1 } }] })),
  ).toBeNull();
  expect(settlementOf(scale, swarm({ services: [{ ...service, tally: { desired: 3, running: 3 } }] }))?.outcome).toBe(
    'converged',
  );
});

test.each([
  ['completed', 'converged'],
  ['paused', 'paused'],
  ['rollback_completed', 'rolled_back'],
] as const)('an update whose status is %s is settled as %s, with the engine’s words', (state, outcome) => {
  const service = aService({ id: 'web', version: 11, image: 'app:2', updateStatus: status(state) });
  expect(settlementOf(update, swarm({ services: [service] }))).toEqual({ outcome, text: 'why' });
});

test('an automatic rollback is the update’s own outcome although the old image is back', () => {
  const service = aService({ id: 'web', version: 11, image: 'app:1', updateStatus: status('rollback_completed') });
  expect(settlementOf(update, swarm({ services: [service] }))?.outcome).toBe('rolled_back');
});

test('an update status from before the act says nothing about it', () => {
  const old = status('completed', '2026-01-01T11:00:00.000Z');
  const service = aService({ id: 'web', version: 11, image: 'app:2', updateStatus: old });
  expect(settlementOf(update, swarm({ services: [service] }))).toBeNull();
});

test('a service that is gone settles what was asked of it', () => {
  expect(settlementOf(update, swarm({}))?.outcome).toBe('removed');
});

test('an act without an answer is told by the object: applied, not applied, or not to be told', () => {
  const held = (version: number, image: string) => swarm({ services: [aService({ id: 'web', version, image })] });
  expect(traceOf(update, held(11, 'app:2'))).toBe('applied');
  expect(traceOf(update, held(10, 'app:1'))).toBe('not-applied');
  expect(traceOf(update, held(12, 'app:3'))).toBeNull();
});
