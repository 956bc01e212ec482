import { describe, expect, test } from 'vitest';
import type { OperationId } from '../ids';
import type { Node } from '../node/node';
import type { Service, UpdateStatus } from '../service/service';
import { type ServiceSpecJson, serviceFacts } from '../spec/service-facts';
import type { Task } from '../task/task';
import { aCluster, aNode, aNodeId, aService, aServiceId, aTask } from '../testing/builders';
import type { FieldChange, Operation } from './operation';
import { standingOf, traceOf } from './settlement';

const OPENED = '2026-01-01T12:00:00.000Z';
const BASE = 10;

const act = (changes: FieldChange[], body: object | null = null): Operation => ({
  id: 'o' as OperationId,
  action: 'service.update',
  target: { kind: 'service', id: aServiceId('web'), name: 'web' },
  by: { id: null, name: 'Ada' },
  state: 'accepted',
  outcome: null,
  outcomeText: '',
  fault: null,
  changes,
  command: '',
  request: body && { method: 'POST', path: '', body },
  baseVersion: BASE,
  openedAt: OPENED,
  answeredAt: OPENED,
  settledAt: null,
  warnings: [],
});
const changed = (path: string): FieldChange => ({ path, before: null, after: null });

const spec = (image: string, overrides: Partial<ServiceSpecJson> & { replicas?: number; Placement?: object } = {}) => {
  const { replicas = 2, Placement, ...rest } = overrides;
  return {
    TaskTemplate: { ContainerSpec: { Image: image }, ...(Placement && { Placement }) },
    Mode: { Replicated: { Replicas: replicas } },
    ...rest,
  } satisfies ServiceSpecJson;
};
const status = (state: UpdateStatus['state'], startedAt = OPENED): UpdateStatus => ({
  state,
  startedAt,
  completedAt: null,
  message: 'why',
});
const having = (its: ServiceSpecJson, overrides: Partial<Service> = {}): Service => ({
  ...aService({ id: 'web', version: BASE + 1 }),
  ...serviceFacts(its),
  ...overrides,
  id: aServiceId('web'),
});
const running = (slot: number, its: ServiceSpecJson, overrides: Partial<Task> = {}): Task => {
  const { templateDigest, endpointDigest } = serviceFacts(its);
  return { ...aTask({ id: `t${slot}`, of: 'web', on: 'a', slot }), templateDigest, endpointDigest, ...overrides };
};
const LATER = '2026-01-01T00:01:00.000Z';
const NODES = [aNode({ id: 'a' }), aNode({ id: 'b' })];
const standing = (operation: Operation, service: Service | null, tasks: Task[] = [], nodes: Node[] = NODES) => {
  const its = standingOf(operation, aCluster({ nodes, services: service ? [service] : [], tasks }));
  return 'settled' in its ? its.settled : its.waits;
};

const ONE = spec('app:1');
const TWO = spec('app:2');
const update = act([changed('TaskTemplate.ContainerSpec.Image')], TWO);

describe('an update', () => {
  test('waits until the picture shows a newer version than it was based on', () => {
    expect(standing(update, having(ONE, { version: BASE }))).toEqual({ kind: 'write' });
  });

  test('waits for the slots of an older spec, whatever the status says or does not say', () => {
    const half = [running(1, TWO), running(2, ONE)];
    const wait = { kind: 'replace', count: 1, of: 2, reason: '' };
    expect(standing(update, having(TWO), half)).toEqual(wait);
    expect(standing(update, having(TWO, { updateStatus: status('updating') }), half)).toEqual(wait);
  });

  test('says why a new task does not start', () => {
    const stuck = running(1, TWO, { state: 'pending', nodeId: null, error: 'no suitable node' });
    expect(standing(update, having(TWO, { updateStatus: status('updating') }), [stuck, running(2, TWO)])).toEqual({
      kind: 'start',
      count: 1,
      of: 2,
      reason: 'no suitable node',
    });
  });

  test('waits while SwarmKit watches the new tasks', () => {
    const all = [running(1, TWO), running(2, TWO)];
    expect(standing(update, having(TWO, { updateStatus: status('updating') }), all)).toEqual({ kind: 'monitor' });
  });

  test('has converged when every slot runs what was written, though no status is left to say so', () => {
    expect(standing(update, having(TWO), [running(1, TWO), running(2, TWO)])).toEqual({
      outcome: 'converged',
      text: '',
    });
  });

  test.each([
    ['completed', 'converged'],
    ['paused', 'paused'],
  ] as const)('whose status is %s is settled as %s, with the engine’s words', (state, outcome) => {
    const all = [running(1, TWO), running(2, TWO)];
    expect(standing(update, having(TWO, { updateStatus: status(state) }), all)).toEqual({ outcome, text: 'why' });
  });

  // The console's clock and the managers' may differ by any time in either direction.
  test.each(['2026-01-01T11:59:30.000Z', '2026-01-01T12:00:30.000Z', '2020-01-01T00:00:00.000Z'])(
    'opened at 12:00 by our clock and begun at %s by the leader’s is settled all the same',
    (startedAt) => {
      const all = [running(1, TWO), running(2, TWO)];
      const done = having(TWO, { updateStatus: status('completed', startedAt) });
      expect(standing(update, done, all)).toMatchObject({ outcome: 'converged' });
    },
  );

  test('ends at once where there is no task to move', () => {
    const [zero, none] = [spec('app:2', { replicas: 0 }), { TaskTemplate: TWO.TaskTemplate, Mode: { Global: {} } }];
    const image = [changed('TaskTemplate.ContainerSpec.Image')];
    expect(standing(act(image, zero), having(zero))).toEqual({ outcome: 'no_task', text: '' });
    expect(standing(act(image, none), having(none), [], [aNode({ id: 'a', availability: 'drain' })])).toEqual({
      outcome: 'no_task',
      text: '',
    });
  });

  test('of a service without replicas does not wait for those that a later scale brings', () => {
    const none = spec('app:2', { replicas: 0 });
    const scaled = having(spec('app:2', { replicas: 2 }), { version: BASE + 2 });
    expect(standing(act([changed('TaskTemplate.ContainerSpec.Image')], none), scaled)).toEqual({
      outcome: 'no_task',
      text: '',
    });
  });

  test('of constraints that every node satisfies leaves the tasks as they are', () => {
    const placed = spec('app:1', { Placement: { Constraints: ['node.role==worker'] } });
    const place = act([changed('TaskTemplate.Placement.Constraints')], placed);
    expect(standing(place, having(placed), [running(1, ONE), running(2, ONE)])).toMatchObject({
      outcome: 'tasks_kept',
    });
    const moved = spec('app:1', { Placement: { Constraints: ['node.hostname==b'] } });
    expect(
      standing({ ...place, request: { method: '', path: '', body: moved } }, having(moved), [running(1, ONE)]),
    ).toMatchObject({
      kind: 'replace',
    });
  });

  test('of ports is followed as every other that replaces tasks', () => {
    const open = spec('app:1', { EndpointSpec: { Ports: [{ TargetPort: 80 }] } });
    const ports = act([changed('EndpointSpec.Ports')], open);
    expect(standing(ports, having(open), [running(1, ONE), running(2, open)])).toMatchObject({
      kind: 'replace',
      count: 1,
    });
    expect(standing(ports, having(open), [running(1, open), running(2, open)])).toMatchObject({ outcome: 'converged' });
  });

  test('of a setting ends at once, whatever else does not run; where it goes on with a paused update it is followed to the end', () => {
    const settings = spec('app:2', { UpdateConfig: { Parallelism: 1, FailureAction: 'continue' } });
    const change = act([changed('UpdateConfig.FailureAction')], settings);
    const all = [running(1, TWO), running(2, TWO)];
    expect(standing(change, having(settings), all)).toEqual({ outcome: 'done', text: '' });
    const idle = running(2, TWO, { state: 'pending', error: 'no suitable node' });
    expect(standing(change, having(settings), [running(1, TWO), idle])).toEqual({ outcome: 'done', text: '' });
    const half = [running(1, TWO), running(2, ONE)];
    expect(standing(change, having(settings, { updateStatus: status('updating') }), half)).toMatchObject({
      kind: 'replace',
    });
    expect(standing(change, having(settings, { updateStatus: status('paused') }), half)).toMatchObject({
      outcome: 'paused',
    });
  });

  test('that is complete while its tasks fail again and again is not called done', () => {
    const failed = (id: string) => ({
      ...running(1, TWO, { state: 'failed', desiredState: 'shutdown', createdAt: OPENED, error: 'exit 3' }),
      id: aTask({ id, of: 'web' }).id,
    });
    const tasks = [running(1, TWO), running(2, TWO), failed('f1'), failed('f2')];
    const complete = having(TWO, { updateStatus: status('completed') });
    expect(standing(update, complete, tasks)).toEqual({ outcome: 'failing', text: 'exit 3' });
    expect(standing(update, complete, tasks.slice(0, 3))).toMatchObject({ outcome: 'converged' });
    const again = running(1, TWO, { state: 'ready', desiredState: 'ready' });
    expect(standing(update, complete, [again, ...tasks.slice(1, 3)])).toMatchObject({ outcome: 'failing' });
  });

  test('of tasks that are not started again is done when they ended well, and failed when not', () => {
    const end = (state: 'complete' | 'failed') =>
      running(1, TWO, { state, desiredState: 'shutdown', error: state === 'failed' ? 'exit 3' : '' });
    const limited = having(TWO, { restartPolicy: { condition: 'any', maxAttempts: 1 } });
    expect(standing(update, limited, [end('complete'), running(2, TWO)])).toMatchObject({ outcome: 'converged' });
    const failed = { outcome: 'failed', text: 'exit 3' };
    expect(standing(update, limited, [end('failed'), running(2, TWO)])).toEqual(failed);
    // A node that does not take the task, as for an image that is not there, uses the attempts up too.
    const rejected = { ...end('failed'), state: 'rejected' as const };
    expect(standing(update, limited, [rejected, running(2, TWO)])).toEqual(failed);
  });

  test('that scales down does not wait for what ended there before', () => {
    const once = { restartPolicy: { condition: 'none' as const, maxAttempts: 0 } };
    const over = running(2, TWO, { state: 'complete', desiredState: 'shutdown' });
    const one = spec('app:2', { replicas: 1 });
    const scale = act([changed('Mode.Replicated.Replicas')], one);
    expect(standing(scale, having(one, once), [running(1, TWO), over])).toMatchObject({ outcome: 'converged' });
  });

  test('that goes to another spec without replicas has converged when they are stopped', () => {
    const none = spec('app:2', { replicas: 0 });
    const back = act([changed('TaskTemplate.ContainerSpec.Image'), changed('Mode.Replicated.Replicas')], none);
    expect(standing(back, having(none), [running(1, ONE)])).toMatchObject({ kind: 'stop', count: 1 });
    expect(standing(back, having(none), [])).toMatchObject({ outcome: 'converged' });
  });

  test('whose labels an automatic rollback takes away again is rolled back, though its tasks are the same', () => {
    const labels = { tier: 'front' };
    const labelled = act([changed('Labels[tier]')], { ...TWO, Labels: labels } as ServiceSpecJson);
    expect(standing(labelled, having(TWO, { labels }), [running(1, TWO), running(2, TWO)])).toMatchObject({
      outcome: 'done',
    });
    const back = having(TWO, { updateStatus: status('rollback_completed') });
    expect(standing(labelled, back, [running(1, TWO), running(2, TWO)])).toMatchObject({ outcome: 'rolled_back' });
  });
});

describe('an automatic rollback is the update’s own outcome although the old spec is back', () => {
  test.each([
    ['rollback_completed', { outcome: 'rolled_back', text: 'why' }],
    ['rollback_paused', { outcome: 'paused', text: 'why' }],
    ['rollback_started', { kind: 'rollback', count: 1, of: 2 }],
  ] as const)('%s', (state, expected) => {
    const tasks = [running(1, ONE), running(2, state === 'rollback_started' ? TWO : ONE)];
    expect(standing(update, having(ONE, { updateStatus: status(state) }), tasks)).toEqual(expected);
  });
});

describe('a later write', () => {
  test('that changes what the act asked for supersedes it', () => {
    expect(standing(update, having(spec('app:3')))).toMatchObject({ outcome: 'superseded' });
    expect(standing(update, having(spec('app:3'), { updateStatus: status('updating') }))).toMatchObject({
      outcome: 'superseded',
    });
  });

  test('of something else does not: the act is followed on', () => {
    const scaled = spec('app:2', { replicas: 3 });
    expect(standing(update, having(scaled), [running(1, TWO), running(2, TWO)])).toMatchObject({
      kind: 'start',
      count: 1,
    });
  });
});

describe('a scale', () => {
  const scale = (replicas: number) => act([changed('Mode.Replicated.Replicas')], spec('app:1', { replicas }));
  const to = (replicas: number, overrides: Partial<Service> = {}) => having(spec('app:1', { replicas }), overrides);

  test('has converged when as many run as are wanted', () => {
    expect(standing(scale(2), to(2), [running(1, ONE)])).toMatchObject({ kind: 'start', count: 1, of: 2 });
    const starting = running(2, ONE, { state: 'preparing', message: 'preparing' });
    expect(standing(scale(2), to(2), [running(1, ONE), starting])).toMatchObject({
      kind: 'start',
      reason: 'preparing',
    });
    expect(standing(scale(2), to(2), [running(1, ONE), running(2, ONE)])).toMatchObject({ outcome: 'converged' });
  });

  test('down waits until the swarm has told the others to stop', () => {
    expect(standing(scale(1), to(1), [running(1, ONE), running(2, ONE)])).toMatchObject({ kind: 'stop', count: 1 });
    const leaving = running(2, ONE, { desiredState: 'remove' });
    expect(standing(scale(1), to(1), [running(1, ONE), leaving])).toMatchObject({ outcome: 'converged' });
    expect(standing(scale(0), to(0), [])).toMatchObject({ outcome: 'converged' });
  });

  test('does not wait for an update beside it', () => {
    const service = to(2, { updateStatus: status('updating') });
    expect(standing(scale(2), service, [running(1, ONE), running(2, TWO)])).toMatchObject({ outcome: 'converged' });
  });
});

describe('a job', () => {
  const mode = { ReplicatedJob: { MaxConcurrent: 2, TotalCompletions: 2 } };
  const job = { TaskTemplate: TWO.TaskTemplate, Mode: mode };
  const force = act([changed('TaskTemplate.ForceUpdate')], job);
  const service = having(job, { jobIteration: 1 });
  const task = (slot: number, overrides: Partial<Task>) =>
    running(slot, job, { jobIteration: 1, desiredState: 'complete', ...overrides });
  const old = task(0, { jobIteration: 0, state: 'complete' });

  test('has converged when its present run has completed, whatever ran before', () => {
    expect(standing(force, service, [old, old])).toMatchObject({ kind: 'job', completed: 0, of: 2 });
    const [first, second] = [task(0, { state: 'complete' }), task(1, { state: 'running' })];
    expect(standing(force, service, [first, second])).toEqual({
      kind: 'job',
      completed: 1,
      of: 2,
      running: 1,
      reason: '',
    });
    expect(standing(force, service, [old, first, task(1, { state: 'complete' })])).toMatchObject({
      outcome: 'converged',
    });
  });

  test('that fails and is started again says what it waits for; that is given up has failed', () => {
    const failed = task(0, { state: 'failed', desiredState: 'shutdown', error: 'exit 3', stateSince: LATER });
    expect(standing(force, service, [failed, task(0, { state: 'ready' })])).toMatchObject({
      kind: 'job',
      reason: 'exit 3',
    });
    const limited = { ...service, restartPolicy: { condition: 'none' as const, maxAttempts: 0 } };
    expect(standing(force, limited, [failed])).toEqual({ outcome: 'failed', text: 'exit 3' });
    expect(standing(force, service, [failed]), 'tried again without end').toMatchObject({ kind: 'job' });
  });

  test('is not given up while a task of it is wanted, or when the last one completed', () => {
    const limited = { ...service, restartPolicy: { condition: 'any' as const, maxAttempts: 1 } };
    const failed = [0, 0, 0].map((slot) => task(slot, { state: 'failed', desiredState: 'shutdown' }));
    for (const state of ['starting', 'running', 'failed'] as const)
      expect(standing(force, limited, [...failed, task(1, { state })])).toMatchObject({ kind: 'job', completed: 0 });
    const last = task(1, { state: 'complete', stateSince: LATER });
    expect(standing(force, limited, [...failed, last])).toMatchObject({ kind: 'job', completed: 1 });
    expect(standing(force, limited, failed)).toMatchObject({ outcome: 'failed' });
  });
});

describe('a drain', () => {
  const drain: Operation = {
    ...act([{ path: 'Availability', before: 'active', after: 'drain' }]),
    action: 'node.availability',
    target: { kind: 'node', id: aNodeId('a'), name: 'a' },
  };
  const node = aNode({ id: 'a', version: BASE + 1, availability: 'drain' });

  test('has converged when nothing runs on the node any more', () => {
    expect(standing(drain, null, [running(1, ONE)], [node])).toMatchObject({ kind: 'stop', count: 1 });
    const stopped = running(1, ONE, { state: 'shutdown', desiredState: 'shutdown' });
    expect(standing(drain, null, [stopped], [node])).toMatchObject({ outcome: 'converged' });
  });

  test('does not wait for tasks of jobs, which it leaves to their end', () => {
    const job = running(1, ONE, { jobIteration: 0, desiredState: 'complete' });
    expect(standing(drain, null, [job], [node])).toMatchObject({ outcome: 'converged' });
    expect(standing(drain, null, [{ ...job, desiredState: 'remove' }], [node])).toMatchObject({ kind: 'stop' });
  });

  test('that somebody took back is superseded', () => {
    expect(standing(drain, null, [], [aNode({ id: 'a', version: BASE + 2 })])).toMatchObject({ outcome: 'superseded' });
  });
});

test('a service that is gone settles what was asked of it', () => {
  expect(standing(update, null)).toMatchObject({ outcome: 'removed' });
});

test('an act without an answer is told by the object: applied, not applied, or not to be told', () => {
  const held = (its: ServiceSpecJson, version: number) => aCluster({ services: [having(its, { version })] });
  expect(traceOf(update, held(TWO, 11))).toBe('applied');
  expect(traceOf(update, held(ONE, BASE))).toBe('not-applied');
  expect(traceOf(update, held(spec('app:3'), 12))).toBeNull();
});
