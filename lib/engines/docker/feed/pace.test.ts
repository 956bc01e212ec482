import { describe, expect, test } from 'vitest';
import type { NodeId, ServiceId } from '#lib/domain/ids';
import type { Task } from '#lib/domain/task/task';
import { aNodeId, aService, aServiceId, aTask } from '#lib/domain/testing/builders';
import { closeLookEvery, inMotion, wholeLookEvery } from './pace';

const NOW = 1_000_000;
const web = aService({ id: 'web', replicas: 1 });
const updating = {
  ...web,
  updateStatus: { state: 'updating', startedAt: null, completedAt: null, message: '' },
} as const;

function moving(overrides: {
  tasks?: Task[];
  changedAgo?: number;
  eventAgo?: number;
  service?: typeof web;
  down?: NodeId[];
}): boolean {
  const service = overrides.service ?? web;
  const ago = (ms: number | undefined) => new Map<ServiceId, number>(ms === undefined ? [] : [[service.id, NOW - ms]]);
  const stirs = { services: ago(overrides.eventAgo), changes: ago(overrides.changedAgo) };
  const isDown = (id: NodeId) => (overrides.down ?? []).includes(id);
  return inMotion(new Map([[service.id, service]]), () => overrides.tasks ?? [], isDown, stirs, NOW).has(
    aServiceId('web'),
  );
}
const aTaskThat = (overrides: Partial<Task>) => ({ ...aTask({ id: 't', of: 'web', on: 'w1' }), ...overrides });

describe('a service is in motion', () => {
  test('while a wanted task is on its way', () => {
    expect(moving({ tasks: [aTaskThat({ state: 'preparing' })], changedAgo: 20_000 })).toBe(true);
  });

  test('while a task is on its way down', () => {
    expect(moving({ tasks: [aTaskThat({ desiredState: 'shutdown' })], changedAgo: 20_000 })).toBe(true);
  });

  test('while its update moves tasks', () => {
    expect(moving({ service: updating as never, changedAgo: 20_000 })).toBe(true);
  });

  test('for a while after an event', () => {
    expect(moving({ eventAgo: 9000 })).toBe(true);
    expect(moving({ eventAgo: 11_000 })).toBe(false);
  });

  test('for a moment after any change', () => {
    expect(moving({ changedAgo: 2000 })).toBe(true);
    expect(moving({ tasks: [aTaskThat({})], changedAgo: 5000 })).toBe(false);
  });
});

describe('a service rests', () => {
  test('when its task has been waiting for a node for long', () => {
    expect(moving({ tasks: [aTaskThat({ state: 'pending', nodeId: null })], changedAgo: 31_000 })).toBe(false);
  });

  test('when its update is held for hours', () => {
    expect(moving({ service: updating as never, changedAgo: 31_000 })).toBe(false);
  });

  test('when what should stop stands on a dead node', () => {
    const ghost = aTaskThat({ desiredState: 'shutdown' });
    expect(moving({ tasks: [ghost], changedAgo: 10_000, down: [aNodeId('w1')] })).toBe(false);
  });
});

describe('looks', () => {
  test('are seldom at rest, the more so the more they cost', () => {
    expect(wholeLookEvery(5, false)).toBe(2000);
    expect(wholeLookEvery(100, false)).toBe(5000);
    expect(wholeLookEvery(1000, false)).toBe(10_000);
  });

  test('follow motion closely, and right after an event most closely', () => {
    expect(wholeLookEvery(5, true)).toBe(800);
    expect(closeLookEvery(5, 100)).toBe(250);
    expect(closeLookEvery(5, 2000)).toBe(800);
  });

  test('take no more than a tenth of the time, but come at least every 30 s', () => {
    expect(wholeLookEvery(300, true)).toBe(3000);
    expect(closeLookEvery(300, 0)).toBe(3000);
    expect(wholeLookEvery(10_000, false)).toBe(30_000);
  });
});
