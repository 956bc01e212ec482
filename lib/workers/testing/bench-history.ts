/**
 * What the history of tasks costs the push path: 5,000 tasks in 15,000 events within 2 s, beside a change that is timed from the
 * feed's word to the end of the server's part of its way, with and without the history. On a SQLite file on this machine's disk.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { aNode, aService, aTask } from '#lib/domain/testing/builders';
import { aSqliteDatabase, openTestRecords, quietLog } from '#lib/records/testing/databases';
import { LiveState } from '#lib/server/live-state';
import { StoreTaskHistory } from '../store-task-history';

const [TASKS, STEP, EVERY_MS] = [5000, 200, 26];
const STATES = ['new', 'pending', 'rejected'] as const;
const ROUNDS = Number(process.argv[2] ?? 5);
/** The gateway gathers for so long before it sends. */
const GATHER_MS = 50;

async function burst(withHistory: boolean, round: number) {
  const place = aSqliteDatabase();
  const records = await openTestRecords(place);
  const clock = { now: () => Date.now() };
  const live = new LiveState(clock.now(), () => undefined);
  live.observe({ kind: 'list', at: 1, nodes: [aNode({ id: 'n' })], services: [aService({ id: 'web' })], tasks: [] });
  live.setStatus({ ...live.status(), phase: 'live', freshAt: Date.now(), clusterId: 'bench' as never });
  const { leases, taskHistory: history, gaps, seen } = records;
  const storing = new StoreTaskHistory({
    leases,
    history,
    gaps,
    seen,
    picture: live.picture,
    live,
    clock,
    log: quietLog,
  });
  if (withHistory) {
    storing.start();
    while ((await seen.lastLook('task')) === null) await sleep(20);
  }
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const took: number[] = [];
  for (let step = 0; step < (TASKS / STEP) * STATES.length; step += 1) {
    const state = STATES[Math.floor(step / (TASKS / STEP))] ?? 'new';
    const from = (step % (TASKS / STEP)) * STEP;
    const tasks = Array.from({ length: STEP }, (_, n) =>
      aTask({ id: `r${round}t${from + n}x`, of: 'web', state, version: 1 + step }),
    );
    const begun = performance.now();
    live.observe({ kind: 'changes', at: 10 + step, tasks });
    setTimeout(() => took.push(performance.now() - begun), GATHER_MS);
    await sleep(EVERY_MS);
  }
  const ended = performance.now();
  while (withHistory && storing.waiting > 0) await sleep(10);
  const writtenMs = performance.now() - ended;
  await sleep(GATHER_MS * 2);
  delay.disable();
  const stories = await history.stories({ serviceId: aService({ id: 'web' }).id, since: 0, limit: TASKS * 2 });
  const lost = withHistory ? TASKS - stories.filter(({ state }) => state === 'rejected').length : 0;
  await storing.stop();
  await records.close();
  await place.remove();
  return { took, delayMs: delay.percentile(99) / 1e6, writtenMs, lost };
}

const at = (values: number[], part: number) =>
  values.sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))] ?? 0;
const results: Record<string, object> = {};
for (const withHistory of [false, true]) {
  const rounds: Awaited<ReturnType<typeof burst>>[] = [];
  for (let round = 0; round < ROUNDS; round += 1) rounds.push(await burst(withHistory, round));
  const took = rounds.flatMap((each) => each.took);
  results[withHistory ? 'with history' : 'without'] = {
    'change to send p50 ms': at(took, 0.5).toFixed(1),
    'p99 ms': at(took, 0.99).toFixed(1),
    'max ms': at(took, 1).toFixed(1),
    'event loop p99 ms': Math.max(...rounds.map((each) => each.delayMs)).toFixed(1),
    'written after the last event ms': withHistory ? Math.max(...rounds.map((each) => each.writtenMs)).toFixed(0) : '–',
    'final states lost': rounds.reduce((sum, each) => sum + each.lost, 0),
  };
}
console.table(results);
