import fc from 'fast-check';
import { expect, test } from 'vitest';
import { healthOfService, isUnhealthy } from '#lib/domain/service/service-health';
import { LASTING_MS } from '#lib/domain/task/crash-loop';
import type { Task } from '#lib/domain/task/task';
import { aService, aServiceId, aTask, aTaskId } from '#lib/domain/testing/builders';
import { Picture } from './picture';

const START = Date.parse('2026-01-01T00:00:00.000Z');
/** What the swarm keeps of a slot. */
const KEPT = 5;

interface Moment {
  at: number;
  tasks: Task[];
  /** Failures up to then. */
  failed: number;
}

/** A slot whose tasks live for so long each and fail, as SwarmKit commits it: each moment is one transaction. */
function momentsOf(lives: readonly { startMs: number; runMs: number; stopped: boolean }[]): Moment[] {
  const moments: Moment[] = [];
  const past: Task[] = [];
  let [at, failed, version] = [START, 0, 0];
  const iso = () => new Date(at).toISOString();
  const commit = (...tasks: Task[]) => moments.push({ at, tasks: [...past.slice(-KEPT), ...tasks], failed });
  lives.forEach(({ startMs, runMs, stopped }, index) => {
    version += 10;
    let task = { ...aTask({ id: `t${index}`, of: 'web', version }), createdAt: iso(), stateSince: iso() };
    const goes = (state: Task['state'], desiredState: Task['desiredState'], overrides: Partial<Task> = {}) => {
      version += 1;
      task = {
        ...task,
        version,
        state,
        desiredState,
        stateSince: iso(),
        startedAt: state === 'running' ? iso() : null,
        ...overrides,
      };
    };
    goes('ready', 'ready');
    commit(task);
    at += startMs;
    goes('running', 'running');
    commit(task);
    at += runMs;
    if (stopped) goes('shutdown', 'shutdown');
    else {
      failed += 1;
      goes('failed', 'running', { exitCode: 3 });
      commit(task);
      at += 3;
      goes('failed', 'shutdown', { exitCode: 3, stateSince: task.stateSince });
    }
    past.push(task);
  });
  version += 10;
  commit({
    ...aTask({ id: 'last', of: 'web', version, state: 'ready', desiredState: 'ready' }),
    createdAt: iso(),
    stateSince: iso(),
  });
  return moments;
}

const life = fc.record({
  startMs: fc.integer({ min: 0, max: 15_000 }),
  // Where its beginning was not seen, a task is taken to have run for all its life.
  runMs: fc.integer({ min: 0, max: LASTING_MS - 16_000 }),
  // As by a drain, now and then.
  stopped: fc.integer({ min: 0, max: 9 }).map((dice) => dice === 0),
});

test('[PIC-10] a crash loop never flickers: from the second failure on, whatever is seen of it and when', () => {
  const seen = fc.array(fc.record({ skip: fc.boolean(), tick: fc.option(fc.integer({ min: 1, max: 200_000 })) }), {
    minLength: 1,
  });
  fc.assert(
    fc.property(fc.array(life, { minLength: 2, maxLength: 12 }), seen, (lives, looks) => {
      const picture = new Picture();
      picture.commit({ kind: 'list', at: START, services: [aService({ id: 'web' })], tasks: [] });
      const row = () => picture.services.get(aServiceId('web'));
      momentsOf(lives).forEach((moment, index, all) => {
        const { skip, tick } = looks[index % looks.length] as (typeof looks)[number];
        if (skip) return;
        picture.commit({ kind: 'list', at: moment.at, tasks: moment.tasks });
        const remembered = moment.tasks.filter(({ state }) => state === 'failed').length;
        if (Math.min(moment.failed, remembered) < 2) return;
        const service = row();
        expect(service && healthOfService(service), `after ${moment.failed} failures`).toBe('crashing');
        const until = (all[index + 1]?.at ?? moment.at) - 1;
        if (tick === null || moment.at + tick > until) return;
        picture.commit({ kind: 'time', at: moment.at + tick });
        const then = row();
        expect(then && isUnhealthy(healthOfService(then))).toBe(true);
        expect(then?.tally.crashing).toBe(1);
      });
    }),
    { numRuns: 1000 },
  );
});

test('[PIC-10] a task that lasts ends it, and only then', () => {
  const [lives] = fc.sample(fc.array(life, { minLength: 3, maxLength: 3 }), { seed: 7, numRuns: 1 });
  const moments = momentsOf((lives ?? []).map((each) => ({ ...each, stopped: false })));
  const last = moments.at(-1) as Moment;
  const at = last.at + 5000;
  const running = last.tasks.map((task) =>
    task.id === aTaskId('last')
      ? { ...task, version: task.version + 1, state: 'running' as const, stateSince: new Date(at).toISOString() }
      : task,
  );
  const picture = new Picture();
  picture.commit({ kind: 'list', at, services: [aService({ id: 'web' })], tasks: running });
  const health = () => healthOfService(picture.services.get(aServiceId('web')) as never);
  expect(health()).toBe('crashing');
  picture.commit({ kind: 'time', at: at + LASTING_MS - 1 });
  expect(health()).toBe('crashing');
  picture.commit({ kind: 'time', at: at + LASTING_MS });
  expect(health()).toBe('well');
});
