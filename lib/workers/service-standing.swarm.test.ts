import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { healthOf } from '#lib/domain/cluster/health';
import { healthOfService } from '#lib/domain/service/service-health';
import type { Tally } from '#lib/domain/service/tally';
import { Managers } from '#lib/engines/docker/managers';
import { DockerReads } from '#lib/engines/docker/reads';
import { managersOf } from '#lib/engines/docker/testing/lab-stage';
import { quietLog } from '#lib/engines/docker/testing/quiet-log';
import { WatchFeed } from '#lib/engines/swarmkit/feed/watch-feed';
import type { ServiceRow } from '#lib/live/picture/service-row';
import { behaviour, type ServiceRequest } from '../../e2e/swarm/behaviour';
import { Lab } from '../../e2e/swarm/lab';
import { LiveState } from './live-state';

let lab: Lab;
let feed: WatchFeed;
let live: LiveState;

beforeAll(async () => {
  lab = await Lab.up({ name: 'stands', managers: 3, workers: 2 });
});
afterAll(() => lab?.down());
afterEach(async () => {
  await feed?.stop();
  await lab.reset();
}, 180_000);

function watch(): void {
  const clock = { now: () => Date.now() };
  live = new LiveState(clock, () => undefined);
  const managers = new Managers({ endpoints: managersOf(lab), log: quietLog });
  feed = new WatchFeed({ reads: new DockerReads({ managers, clock }), clock, log: quietLog });
  feed.start({
    observe: (seen) => live.observe(seen),
    status: (status) => live.setStatus(status),
    specSeen: () => undefined,
  });
}

const rows = (): ServiceRow[] => [...live.picture.services.values()];
const row = (name: string): ServiceRow | undefined => rows().find((service) => service.name === name);
const verdict = (name: string): string | null => {
  const service = row(name);
  return service ? healthOfService(service) : null;
};
const docker = async (...args: string[]) => lab.docker((await lab.leader()).name, args);
const until = (name: string, health: string, tally: Partial<Tally> = {}) =>
  lab.waitFor(
    `${name} to be ${health}`,
    () => {
      const service = row(name);
      return (
        service &&
        healthOfService(service) === health &&
        Object.entries(tally).every(([key, value]) => service.tally[key as keyof Tally] === value) &&
        service.tally
      );
    },
    { withinMs: 60_000 },
  );
/** As `docker service ls` prints it. */
const listed = async (name: string) =>
  (await docker('service', 'ls', '--filter', `name=${name}`, '--format', '{{.Replicas}}')).trim();
const exits = (code: number, more: readonly string[], over: Partial<ServiceRequest> = {}) => ({
  behaviour: behaviour.job(1, code),
  options: more,
  ...over,
});

describe('what has ended', () => {
  test('well is finished and no trouble; badly it has failed, with its exit code, until a forced update runs well', async () => {
    watch();
    const never = ['--restart-condition', 'none'];
    await Promise.all([
      lab.service({ name: 'once', ...exits(0, never) }),
      lab.service({ name: 'once2', ...exits(0, ['--restart-condition', 'on-failure']) }),
      lab.service({ name: 'everywhere', ...exits(0, never, { mode: 'global' }) }),
    ]);
    await until('once', 'finished', { desired: 1, completed: 1 });
    await until('once2', 'finished', { desired: 1, completed: 1 });
    await until('everywhere', 'finished', { desired: 5, completed: 5 });
    expect(healthOf([...live.picture.nodes.values()], rows())).toEqual({ level: 'ok', reasons: [] });

    await lab.service({ name: 'bad', ...exits(3, never) });
    await until('bad', 'failed', { desired: 1, completed: 0, gaveUp: 1, exitCode: 3 });
    expect(healthOf([...live.picture.nodes.values()], rows())).toMatchObject({
      level: 'critical',
      reasons: [{ kind: 'service-failed', services: ['bad'] }],
    });
    await docker('service', 'update', '--detach', '--force', '--args', 'job 1 0', 'bad');
    await until('bad', 'finished', { completed: 1, gaveUp: 0, exitCode: null });
    await docker('service', 'update', '--detach', '--force', '--args', 'job 1 5', 'once');
    await until('once', 'failed', { completed: 0, gaveUp: 1, exitCode: 5 });
  });

  test('is told slot by slot, and after the last of its attempts', async () => {
    watch();
    const script = ['sh', '-c', '[ "$SLOT" = 3 ] && exit 3; exit 0'];
    await lab.service({ name: 'mixed', replicas: 3, behaviour: script, options: ['--restart-condition', 'none'] });
    await lab.service({
      name: 'limited',
      behaviour: behaviour.failsAtOnce(3),
      options: ['--restart-max-attempts', '2', '--restart-delay', '500ms'],
    });
    await until('mixed', 'failed', { desired: 3, running: 0, completed: 2, gaveUp: 1, exitCode: 3 });
    await until('limited', 'failed', { desired: 1, gaveUp: 1, crashing: 0, exitCode: 3 });
    await docker('service', 'scale', '--detach', 'limited=0');
    await until('limited', 'idle', { gaveUp: 0 });
  });
});

test('a job counts its present run alone, as docker service ls does: done twice, then failing for ever', async () => {
  watch();
  await lab.service({ name: 'j1', mode: 'replicated-job', ...exits(0, []) });
  await lab.service({ name: 'gj', mode: 'global-job', ...exits(0, []) });
  for (const run of [0, 1]) {
    if (run > 0) await docker('service', 'update', '--detach', '--force', 'j1');
    if (run > 0) await docker('service', 'update', '--detach', '--force', 'gj');
    await lab.waitFor(`run ${run}`, () => row('j1')?.jobIteration === run && row('gj')?.jobIteration === run);
    await until('j1', 'finished', { desired: 1, completed: 1 });
    await until('gj', 'finished', { desired: 5, completed: 5 });
    expect(await listed('j1')).toContain('(1/1 completed)');
  }
  await docker('service', 'update', '--detach', '--force', '--args', 'die 3', 'j1');
  await docker('service', 'update', '--detach', '--force', '--args', 'die 3', 'gj');
  await until('j1', 'crashing', { desired: 1, completed: 0, crashing: 1, exitCode: 3 });
  await until('gj', 'crashing', { desired: 5, completed: 0, exitCode: 3 });
  expect(await listed('j1')).toContain('(0/1 completed)');
});

test('a crash loop is steady: over three of its cycles the verdict does not change, while its count does', async () => {
  watch();
  await lab.service({ name: 'well' });
  await lab.service({ name: 'loop', behaviour: behaviour.failsAfter(2, 3), options: ['--restart-delay', '1s'] });
  await until('loop', 'crashing', { crashing: 1, exitCode: 3 });
  const seen: string[] = [];
  const levels = new Set<string>();
  const stop = live.onChange(() => {
    seen.push(`${verdict('loop')} ${row('loop')?.tally.running}`);
    levels.add(
      healthOf([...live.picture.nodes.values()], rows())
        .reasons.map(({ kind }) => kind)
        .join(),
    );
  });
  const tasks = () => new Set(live.picture.tasksOfService((row('loop') as ServiceRow).id).map(({ id }) => id));
  const before = tasks();
  await lab.waitFor('three more cycles', () => [...tasks()].filter((id) => !before.has(id)).length >= 3, {
    withinMs: 60_000,
  });
  stop();
  expect(new Set(seen)).toEqual(new Set(['crashing 0', 'crashing 1']));
  expect([...levels]).toEqual(['service-crashing']);
  expect(verdict('well')).toBe('well');
  await docker('service', 'update', '--detach', '--force', '--args', 'run', 'loop');
  await until('loop', 'well', { running: 1, crashing: 0, exitCode: null });
});

test('after a change of leaders a task runs since it began, though the engine dates it anew', async () => {
  watch();
  await lab.service({ name: 'web', replicas: 5 });
  await until('web', 'well', { running: 5 });
  const begun = new Map(
    live.picture.tasksOfService((row('web') as ServiceRow).id).map(({ id, stateSince }) => [id as string, stateSince]),
  );
  const leader = await lab.leader();
  await lab.stopDocker(leader.name);
  await lab.waitFor('another leader', async () => (await lab.leader()).name !== leader.name, { withinMs: 60_000 });
  const datedAnew = async () => {
    const shown = await docker(
      'inspect',
      '--format',
      '{{.ID}} {{.Status.State}} {{json .Status.Timestamp}}',
      ...begun.keys(),
    );
    return shown
      .trim()
      .split('\n')
      .map((line) => line.split(' ') as [id: string, state: string, at: string])
      .filter(
        ([id, state, at]) => state === 'running' && JSON.parse(at).slice(0, 23) > (begun.get(id) ?? '').slice(0, 23),
      )
      .map(([id]) => id);
  };
  const anew = await lab.waitFor('a task that is dated anew', async () => {
    const ids = await datedAnew();
    return ids.length > 0 && ids;
  });
  // Only what reached the picture is proven.
  const held = () => anew.map((id) => live.picture.tasks.get(id as never));
  await lab.waitFor(
    'the picture to know',
    () => live.status().phase === 'live' && held().every((task) => task !== undefined),
  );
  for (const task of held()) expect(task?.stateSince).toBe(begun.get(task?.id ?? ''));
  await lab.startDocker(leader.name);
  await until('web', 'well', { running: 5 });
}, 180_000);
