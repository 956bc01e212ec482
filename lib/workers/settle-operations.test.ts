import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { OperationId } from '#lib/domain/ids';
import type { Operation } from '#lib/domain/operation/operation';
import type { Service } from '#lib/domain/service/service';
import { serviceFacts } from '#lib/domain/spec/service-facts';
import { aCluster, aNode, aService, aServiceId, aTask } from '#lib/domain/testing/builders';
import type { LivePicture } from '#lib/ports/container';
import type { Ledger } from '#lib/ports/ledger';
import { quietLog } from '#lib/records/testing/databases';
import { SettleOperations } from './settle-operations';

const OPENED = Date.parse('2026-01-01T12:00:00.000Z');
const spec = (Image: string) => ({ TaskTemplate: { ContainerSpec: { Image } }, Mode: { Replicated: { Replicas: 1 } } });
const operation = (state: Operation['state']): Operation => ({
  id: 'o' as OperationId,
  action: 'service.update',
  target: { kind: 'service', id: aServiceId('web'), name: 'web' },
  by: { id: null, name: 'Ada' },
  state,
  outcome: null,
  outcomeText: '',
  fault: null,
  changes: [{ path: 'TaskTemplate.ContainerSpec.Image', before: 'app:1', after: 'app:2' }],
  command: '',
  request: { method: 'POST', path: '', body: spec('app:2') },
  baseVersion: 10,
  openedAt: new Date(OPENED).toISOString(),
  answeredAt: null,
  settledAt: null,
  warnings: [],
});
const having = (image: string, version: number, startedAt: string | null = null): Service => ({
  ...aService({ id: 'web', version }),
  ...serviceFacts(spec(image)),
  updateStatus: startedAt === null ? null : { state: 'completed', startedAt, completedAt: null, message: '' },
  id: aServiceId('web'),
});

let settling: SettleOperations;
let service: Service;
let now: number;
let outcomes: string[];
beforeEach(() => {
  vi.useFakeTimers();
  [now, outcomes] = [OPENED, []];
});
afterEach(async () => {
  await settling.stop();
  vi.useRealTimers();
});

async function start(open: Operation, ofThisBoot = true): Promise<{ look(): Promise<void> }> {
  let changed: () => void = () => undefined;
  const ledger = {
    unsettled: async () => [{ ...open, ofThisBoot }],
    settled: async (_: OperationId, outcome: string) => void outcomes.push(outcome),
    onChange: () => () => undefined,
  } as unknown as Ledger;
  const picture = {
    status: () => ({ phase: 'live' }),
    cluster: () => {
      const { templateDigest, endpointDigest } = service;
      const task = { ...aTask({ id: 't', of: 'web', on: 'a' }), templateDigest, endpointDigest };
      return aCluster({ nodes: [aNode({ id: 'a' })], services: [service], tasks: [task] });
    },
    onChange: (listener: () => void) => {
      changed = listener;
      return () => undefined;
    },
  } as unknown as LivePicture;
  settling = new SettleOperations({ ledger, picture, clock: { now: () => now }, log: quietLog });
  await settling.start();
  return {
    async look() {
      changed();
      await vi.advanceTimersByTimeAsync(300);
    },
  };
}

test.each([
  ['ahead of', '2026-01-01T11:59:30.000Z'],
  ['behind', '2026-01-01T12:00:30.000Z'],
])('an act is settled where our clock is 30 s %s the managers’', async (_, startedAt) => {
  service = having('app:2', 12, startedAt);
  const { look } = await start(operation('accepted'));
  await look();
  expect(outcomes).toEqual(['converged']);
});

test('an act that this process has under way is not given up while its write may still be merged and sent', async () => {
  service = having('app:1', 10);
  const { look } = await start(operation('opened'));
  now = OPENED + 5 * 60_000;
  await look();
  expect(outcomes).toEqual([]);
  service = having('app:2', 11);
  await look();
  expect(outcomes).toEqual([]);
});

test('an act that a process left behind when it died is told by the object', async () => {
  service = having('app:1', 10);
  const { look } = await start(operation('opened'), false);
  await look();
  expect(outcomes).toEqual([]);
  now = OPENED + 61_000;
  await look();
  expect(outcomes).toEqual(['abandoned_not_applied']);
});
