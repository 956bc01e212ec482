import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ServiceId } from '#lib/domain/ids';
import type { Task } from '#lib/domain/task/task';
import { aService, aServiceId, aTask } from '#lib/domain/testing/builders';
import { LeaseLost } from '#lib/ports/leases';
import type { Log } from '#lib/ports/log';
import type { PrismaClient } from '#lib/records/generated/sqlite/client';
import type { Records } from '#lib/records/open-records';
import { aSqliteDatabase, openTestRecords, quietLog, type TestDatabase } from '#lib/records/testing/databases';
import { LiveState } from './live-state';
import { StoreTaskHistory } from './store-task-history';

let database: TestDatabase;
let records: Records;
let live: LiveState;
let storing: StoreTaskHistory;
let warnings: { err?: unknown }[];
const clock = { now: () => Date.now() };
const status = (phase: 'live' | 'interrupted', freshAt = Date.now()) =>
  live.setStatus({ ...live.status(), phase, freshAt, clusterId: 'swarm' as never });

beforeEach(async () => {
  database = aSqliteDatabase();
  records = await openTestRecords(database);
  begin();
});
afterEach(async () => {
  await storing.stop();
  await records.close();
  await database.remove();
});

function begin() {
  warnings = [];
  const log: Log = { ...quietLog, warn: (about: object) => void warnings.push(about) };
  live = new LiveState(clock, () => undefined);
  live.observe({ kind: 'list', at: 1, services: [aService({ id: 'web' })], tasks: [], nodes: [] });
  const { leases, taskHistory: history, gaps, seen } = records;
  storing = new StoreTaskHistory({ leases, history, gaps, seen, picture: live.picture, live, clock, log });
  status('live');
  storing.start();
}

const storiesOf = (limit = 10_000) =>
  records.taskHistory.stories({ serviceId: aServiceId('web') as ServiceId, since: 0, limit });
async function until<T>(probe: () => Promise<T | false>): Promise<T> {
  for (;;) {
    const found = await probe();
    if (found !== false) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
const at = (ms: number) => new Date(1_700_000_000_000 + ms).toISOString();
const task = (n: number, version: number, state: Task['state'], overrides: Partial<Task> = {}): Task => ({
  ...aTask({ id: `t${n}x`, of: 'web', version, state }),
  slot: n,
  stateSince: at(version),
  createdAt: at(0),
  message: state,
  ...overrides,
});
const looked = () => until(async () => (await records.seen.lastLook('task')) ?? false);

test('each state that passes by is kept, also when the next one comes at once', async () => {
  await looked();
  for (const [version, state] of (['new', 'pending', 'assigned', 'starting', 'running', 'failed'] as const).entries())
    live.observe({
      kind: 'changes',
      at: 10 + version,
      tasks: [task(1, version + 1, state, { exitCode: state === 'failed' ? 3 : null })],
    });
  const [story] = await until(async () => {
    const stories = await storiesOf();
    return stories[0]?.state === 'failed' && stories;
  });
  expect(story?.states.map(([state]) => state)).toEqual([
    'new',
    'pending',
    'assigned',
    'starting',
    'running',
    'failed',
  ]);
  expect(story).toMatchObject({ exitCode: 3, slot: 1, serviceName: expect.any(String), endedAt: 1_700_000_000_006 });
  live.observe({ kind: 'changes', at: 30, goneTasks: [task(1, 1, 'new').id] });
  await until(async () => (await storiesOf())[0]?.goneAt !== null && true);
});

test('what only says anew why a task still waits is not written each time, and not lost', async () => {
  await looked();
  const written = (n: number, state: string) =>
    until(async () => (await storiesOf()).some((story) => story.slot === n && story.state === state));
  live.observe({ kind: 'changes', at: 10, tasks: [task(1, 1, 'pending')] });
  await written(1, 'pending');
  for (const version of [2, 3, 4])
    live.observe({
      kind: 'changes',
      at: 10 + version,
      tasks: [task(1, version, 'pending', { error: `no ${version}` })],
    });
  live.observe({ kind: 'changes', at: 20, tasks: [task(2, 1, 'running')] });
  await written(2, 'running');
  expect(storing.waiting).toBe(1);
  expect((await storiesOf()).find(({ slot }) => slot === 1)?.error).toBe('');
  await storing.stop();
  expect((await storiesOf()).find(({ slot }) => slot === 1)?.error).toBe('no 4');
});

test('of a burst of 5,000 tasks in 15,000 events no state is lost', async () => {
  await looked();
  const states = ['new', 'pending', 'rejected'] as const;
  for (let step = 0; step < 75; step += 1) {
    const [version, from] = [Math.floor(step / 25), (step % 25) * 200];
    const state = states[version] ?? 'new';
    live.observe({
      kind: 'changes',
      at: 10 + step,
      tasks: Array.from({ length: 200 }, (_, n) => task(from + n, version + 1, state)),
    });
    // The writer runs between two commits, as on a busy console.
    await new Promise((resolve) => setImmediate(resolve));
  }
  await until(async () => storing.waiting === 0);
  const stories = await until(async () => {
    const all = await storiesOf();
    return all.length === 5000 && all.every(({ state }) => state === 'rejected') && all;
  });
  expect(stories.every((story) => story.states.map(([state]) => state).join() === 'new,pending,rejected')).toBe(true);
}, 60_000);

test('a console that starts later fills in what it finds, and tells when nobody watched', async () => {
  await looked();
  live.observe({ kind: 'list', at: 10, tasks: [task(1, 1, 'running'), task(2, 1, 'running')] });
  await until(async () => (await storiesOf()).length === 2);
  await storing.stop();
  const lease = await records.leases.acquire('task-history', 1000);
  if (!lease) throw new Error('the lease was not let go');
  await records.seen.looked('task', { clusterId: 'swarm', at: Date.now() - 3_600_000 }, lease);
  await records.leases.release(lease);
  begin();
  live.observe({ kind: 'list', at: 20, tasks: [task(2, 5, 'failed'), task(3, 1, 'running')] });
  await until(async () => storing.waiting === 0);
  const stories = await until(async () => {
    const all = await storiesOf();
    return (
      all.length === 3 &&
      all.some(({ goneAt }) => goneAt !== null) &&
      all.some(({ state }) => state === 'failed') &&
      all
    );
  });
  expect(stories.find(({ slot }) => slot === 1)).toMatchObject({
    state: 'running',
    endedAt: null,
    goneAt: expect.any(Number),
  });
  expect(await records.gaps.within('tasks', 0, Date.now())).toMatchObject([{ reason: 'no-console' }]);
});

test('a write that comes too late for its lease ends the term at once, and is not tried again', async () => {
  await looked();
  // As left by another console that took over while this one slept.
  await (records.prisma as PrismaClient).$executeRawUnsafe(`UPDATE leases SET fence = fence + 1`);
  live.observe({ kind: 'changes', at: 10, tasks: [task(1, 1, 'running')] });
  const { err } = await until(async () => warnings[0] ?? false);
  expect(err).toBeInstanceOf(LeaseLost);
  expect(await storiesOf()).toEqual([]);
});

test('a time without the engine is told as a gap', async () => {
  await looked();
  status('interrupted', Date.now() - 60_000);
  status('live');
  const [gap] = await until(async () => {
    const gaps = await records.gaps.within('tasks', 0, Date.now());
    return gaps.length > 0 && gaps;
  });
  expect(gap).toMatchObject({ reason: 'no-engine' });
});

test('what was dropped under overload no longer counts as waiting: the next tasks keep all their states', async () => {
  await storing.stop();
  const { leases, taskHistory: history, gaps, seen } = records;
  const most = { states: 12, tasks: 3 };
  storing = new StoreTaskHistory(
    { leases, history, gaps, seen, picture: live.picture, live, clock, log: quietLog },
    most,
  );
  storing.start();
  live.observe({ kind: 'changes', at: 5, tasks: [task(9, 1, 'running')] });
  await until(async () => (await storiesOf()).length === 1 && true);
  const states = ['new', 'pending', 'assigned', 'starting'] as const;
  for (const n of [1, 2, 3, 4, 5, 6])
    for (const [version, state] of states.entries())
      live.observe({ kind: 'changes', at: 10 * n + version, tasks: [task(n, version + 1, state)] });
  const last = await until(async () => (await storiesOf()).find(({ slot }) => slot === 6) ?? false);
  expect(last.states.map(([state]) => state)).toEqual(states);
});
