import { expect, test } from 'vitest';
import type { UpdateState } from '#lib/domain/service/service';
import { EMPTY_TALLY, type Tally } from '#lib/domain/service/tally';
import { aService } from '#lib/domain/testing/builders';
import { healthOfService } from './service-health';

const health = (tally: Partial<Tally>, state?: UpdateState) =>
  healthOfService({
    ...aService({
      id: 'web',
      replicas: 4,
      updateStatus: state ? { state, startedAt: null, completedAt: null, message: '' } : null,
    }),
    tally: { ...EMPTY_TALLY, desired: 4, ...tally },
  });

test.each([
  [{ running: 4 }, undefined, 'well'],
  [{ running: 3 }, undefined, 'short'],
  [{ running: 0, starting: 4 }, undefined, 'dark'],
  [{ running: 0, desired: 0 }, undefined, 'idle'],
  [{ running: 4 }, 'paused', 'stuck'],
  [{ running: 3 }, 'rollback_paused', 'stuck'],
  [{ running: 3, starting: 1 }, 'updating', 'moving'],
  [{ running: 3, starting: 1, pending: 1 }, 'updating', 'short'],
] as const)('%o with its update %s is %s', (tally, state, word) => {
  expect(health(tally, state)).toBe(word);
});

test('a job that has all its completions is done although nothing of it runs', () => {
  const job = aService({ id: 'job', mode: { kind: 'replicated-job', maxConcurrent: 1, totalCompletions: 3 } });
  expect(healthOfService({ ...job, tally: { ...EMPTY_TALLY, desired: 3, completed: 3 } })).toBe('done');
});
