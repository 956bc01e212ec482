import { expect, test } from 'vitest';
import { aService, aTask } from '#lib/domain/testing/builders';
import type { WireEvent } from '../wire-shapes';
import { HeldSwarm } from './held-swarm';

test('tasks that outlive their service leave nothing behind, however many services come and go', () => {
  const held = new HeldSwarm();
  const service = aService({ id: 'web' });
  const task = { ...aTask({ id: 't1', of: 'web', on: 'a', slot: 1 }), templateDigest: 'one' };
  held.reset({ at: 0, nodes: [], services: [service], tasks: [task] });
  const event = (action: string, object: object) => ({ action, object }) as unknown as WireEvent;
  const version = { index: task.version + 5 };
  held.take([event('REMOVE', { service: { id: service.id, meta: { version } } })], 0);
  expect(held.factsHeld).toBe(0);
  const stopped = { id: task.id, serviceId: service.id, meta: { version }, specVersion: { index: 3 }, slot: 1 };
  held.take([event('UPDATE', { task: stopped })], 0);
  held.take([event('REMOVE', { task: stopped })], 0);
  expect(held.factsHeld).toBe(0);
});
