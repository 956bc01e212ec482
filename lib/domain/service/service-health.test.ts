import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aService } from '../testing/builders';
import type { ServiceMode, UpdateState } from './service';
import { healthOfService, isUnhealthy } from './service-health';
import { EMPTY_TALLY, type Tally } from './tally';

const service = (tally: Partial<Tally>, state?: UpdateState) => ({
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
  [{ running: 0, crashing: 4 }, 'paused', 'stuck'],
  [{ running: 0, completed: 4 }, 'paused', 'finished'],
  [{ running: 0, completed: 3, gaveUp: 1 }, 'paused', 'failed'],
  [{ running: 0, completed: 4, outdated: 3 }, 'paused', 'stuck'],
  [{ running: 3, completed: 1 }, 'paused', 'stuck'],
  [{ running: 3, starting: 1 }, 'updating', 'moving'],
  [{ running: 3, starting: 1, pending: 1 }, 'updating', 'short'],
  [{ running: 0, completed: 4 }, undefined, 'finished'],
  [{ running: 1, completed: 3 }, undefined, 'well'],
  [{ running: 0, completed: 3, gaveUp: 1 }, undefined, 'failed'],
  [{ running: 0, completed: 3, starting: 1 }, undefined, 'short'],
  [{ running: 4, crashing: 1 }, undefined, 'crashing'],
  [{ running: 3, crashing: 1 }, undefined, 'crashing'],
  [{ running: 0, crashing: 4 }, 'updating', 'crashing'],
] as const)('%o with its update %s is %s', (tally, state, word) => {
  expect(healthOfService(service(tally, state))).toBe(word);
});

test('a job is finished with all its completions, short while an attempt fails, and never dark', () => {
  const job = aService({ id: 'job', mode: { kind: 'replicated-job', maxConcurrent: 1, totalCompletions: 3 } });
  const health = (tally: Partial<Tally>) =>
    healthOfService({ ...job, tally: { ...EMPTY_TALLY, desired: 3, ...tally } });
  expect(health({ completed: 3 })).toBe('finished');
  expect(health({ completed: 1, starting: 1 })).toBe('well');
  expect(health({ completed: 1, failing: 1 })).toBe('short');
  expect(health({ crashing: 1, failing: 1 })).toBe('crashing');
});

const modes: ServiceMode[] = [
  { kind: 'replicated', replicas: 4 },
  { kind: 'global' },
  { kind: 'replicated-job', maxConcurrent: 2, totalCompletions: 4 },
  { kind: 'global-job' },
];
const count = fc.nat(4);

test('a verdict never contradicts its count', () => {
  const tallies = fc.record({
    desired: count,
    running: count,
    starting: count,
    pending: count,
    completed: count,
    crashing: count,
    gaveUp: count,
    failing: count,
  });
  fc.assert(
    fc.property(
      fc.constantFrom(...modes),
      tallies,
      fc.option(fc.constant('updating' as const)),
      (mode, counts, state) => {
        const tally = { ...EMPTY_TALLY, ...counts };
        const updateStatus = state && { state, startedAt: null, completedAt: null, message: '' };
        const health = healthOfService({ ...aService({ id: 'web', mode }), updateStatus, tally });
        const troubled = tally.crashing > 0 || tally.gaveUp > 0;
        if (troubled) expect(isUnhealthy(health)).toBe(true);
        if (health === 'finished') expect(tally.completed).toBeGreaterThanOrEqual(Math.max(1, tally.desired));
        if (health === 'dark') expect([tally.running, tally.completed]).toEqual([0, 0]);
        if (health === 'idle') expect(tally.desired).toBe(0);
        if (health === 'well' && !mode.kind.endsWith('job'))
          expect(tally.running + tally.completed).toBeGreaterThanOrEqual(tally.desired);
      },
    ),
  );
});
