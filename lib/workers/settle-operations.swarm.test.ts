import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { OperationId, ServiceId } from '#lib/domain/ids';
import type { Effect } from '#lib/domain/operation/consequence';
import { previewAvailability, setAvailability } from '#lib/operations/nodes/set-availability';
import { aSqliteDatabase, type TestDatabase } from '#lib/records/testing/databases';
import { behaviour } from '../../e2e/swarm/behaviour';
import { Lab } from '../../e2e/swarm/lab';
import { aConsoleOn, ada, type ConsoleOnLab } from './testing/console-on-lab';

/** Cases share the lab and run concurrently, those of both consoles too, each with its own service. */
const CONSOLES = [
  ['polling', -30_000],
  ['watch', 30_000],
] as const;
type Kind = (typeof CONSOLES)[number][0];
let lab: Lab;
const consoles = {} as Record<Kind, ConsoleOnLab>;
const databases: TestDatabase[] = [];

beforeAll(async () => {
  lab = await Lab.up({ name: 'acts', managers: 1, workers: 2 });
  for (const [kind, aheadMs] of CONSOLES) {
    const database = aSqliteDatabase();
    databases.push(database);
    consoles[kind] = await aConsoleOn(lab, kind, aheadMs, database);
  }
  for (const { live } of Object.values(consoles))
    await lab.waitFor('the picture to be live', () => live.status().phase === 'live');
});
afterAll(async () => {
  for (const on of Object.values(consoles)) await on.stop();
  for (const database of databases) await database.remove();
  await lab?.down();
});

const docker = (...args: string[]) => lab.docker('m1', args);

const counted = (effects: readonly Effect[], kind: Effect['kind']) =>
  effects.find((effect) => effect.kind === kind) as { count?: number } | undefined;

describe.each(CONSOLES)(
  'a console that reads by %s, its clock wrong by %i ms',
  (kind) => {
    let on: ConsoleOnLab;
    beforeEach(() => {
      on = consoles[kind];
    });
    const named = (name: string) => `${kind}-${name}`;

    test.concurrent('an update of a service without tasks ends at once, and a later scale does not wake it', async () => {
      const [zero, nowhere] = [named('zero'), named('nowhere')];
      await on.create({ name: zero, replicas: 0 });
      await on.create({ name: nowhere, mode: 'global', options: ['--constraint', 'node.platform.os==notarealos'] }, 0);
      for (const name of [zero, nowhere])
        expect(await on.perform(name, { change: { image: 'app:2' } })).toMatchObject({
          kinds: ['no-task-to-move'],
          outcome: 'no_task',
        });
      expect(await on.perform(zero, { change: { force: true } })).toMatchObject({ outcome: 'no_task' });
      const open = await on.send(zero, { change: { image: 'app:3' } });
      expect(await on.perform(zero, { replicas: 2 })).toMatchObject({ kinds: ['tasks-start'], outcome: 'converged' });
      expect(await on.settled(open)).toBe('no_task');
    });

    test.concurrent('an image is rolled out, start-first too, and the act ends when every slot runs it', async () => {
      const name = named('web');
      await on.create({ name, replicas: 3, options: ['--update-monitor', '1s', '--update-order', 'start-first'] });
      expect(await on.perform(name, { change: { image: 'app:2' } })).toMatchObject({
        foretold: 3,
        gone: 3,
        outcome: 'converged',
      });
      expect(await on.perform(name, { change: { updateConfig: { parallelism: 2 } } })).toMatchObject({
        foretold: 0,
        gone: 0,
        kinds: ['nothing-restarts'],
        outcome: 'done',
      });
    });

    test.concurrent('a change of ports replaces every task, and the act goes on until it is over', async () => {
      const name = named('ports');
      const publish = ['--publish', 'mode=host,target=80', '--update-monitor', '1s'];
      await on.create({ name, replicas: 2, options: publish });
      await on.byHand('completed', '--publish-add', 'mode=host,target=81', name);
      const [first] = await on.ports.revisions
        .list(on.serviceOf(name)?.id as ServiceId, 10)
        .then((all) => all.slice(-1));
      const act = { revision: first?.number ?? 1 };
      const before = await on.running(name);
      const done = await on.perform(name, act);
      expect(done).toMatchObject({ foretold: 2, gone: 2, outcome: 'converged' });
      expect(before).toHaveLength(2);
    });

    test.concurrent('constraints that the nodes satisfy move nothing; others move what they leave out', async () => {
      const name = named('pin');
      const constraint = ['--constraint', 'node.role==worker', '--update-monitor', '1s'];
      await on.create({ name, replicas: 2, options: constraint });
      const before = await on.running(name);
      await docker('service', 'update', '--detach', '--constraint-add', 'node.labels.zone!=z', name);
      await lab.waitFor('the constraints to be seen', () => on.serviceOf(name)?.constraints.length === 2);
      expect(await on.perform(name, { revision: 1 })).toMatchObject({ gone: 0, foretold: 0, outcome: 'converged' });
      expect(await on.perform(name, { revision: 2 })).toMatchObject({ gone: 0, foretold: 0, outcome: 'tasks_kept' });
      expect(await on.running(name)).toEqual(before);
      await on.byHand(
        'completed',
        '--constraint-rm',
        'node.role==worker',
        '--constraint-add',
        'node.role==manager',
        name,
      );
      expect(await on.perform(name, { revision: 1 })).toMatchObject({ foretold: 2, gone: 2, outcome: 'converged' });
    });

    test.concurrent('whatever is written to a paused update starts it again, and the act is followed to its end', async () => {
      const name = named('paused');
      // The next slot starts as soon as a task runs: without a delay, one that dies at once may be noticed too late. On
      // a busy machine the end may be noticed after the monitor, and then would not count.
      const slow = ['--update-monitor', '30s', '--update-delay', '1h', '--restart-delay', '1h'];
      await on.create({ name, replicas: 3, options: slow });
      await on.byHand('paused', '--args', 'die 3', name);
      const delayed = await on.perform(name, { change: { updateConfig: { delayMs: 1_800_000 } } });
      expect(delayed).toMatchObject({
        outcome: 'paused',
        kinds: expect.arrayContaining(['restarts-paused-update']),
        foretold: 2,
        gone: 1,
      });
      const quick = { delayMs: 1, monitorMs: 1000, failureAction: 'continue' as const };
      const going = await on.perform(name, { change: { updateConfig: quick } });
      expect(going.kinds.slice(0, 2)).toEqual(
        expect.arrayContaining(['restarts-paused-update', 'no-failure-stops-it']),
      );
      expect(counted(going.effects, 'restarts-paused-update')?.count).toBe(1);
      expect(going).toMatchObject({ foretold: 1, gone: 1, outcome: 'failing' });
      // Nothing runs for an hour, and a changed setting must not wait for that.
      const setting = await on.perform(name, { change: { updateConfig: { delayMs: 2 } } });
      expect(setting).toMatchObject({ kinds: ['nothing-restarts'], outcome: 'done' });
    });

    test.concurrent('an update that rolls back by itself is told as that', async () => {
      const name = named('back');
      const options = ['--update-monitor', '2s', '--update-failure-action', 'rollback', '--rollback-monitor', '1s'];
      await on.create({ name, replicas: 2, options: [...options, '--restart-delay', '1h'] });
      expect(await on.perform(name, { change: { image: 'app:broken' } })).toMatchObject({ outcome: 'rolled_back' });
      expect(await on.perform(name, { change: { image: 'app:2' } })).toMatchObject({
        outcome: 'converged',
        foretold: 2,
      });
    });

    test.concurrent('an act that cannot come to its end says what it waits for', async () => {
      const name = named('room');
      await on.create({ name, replicas: 2, options: ['--replicas-max-per-node', '1'] });
      const scale = await on.send(name, { replicas: 5 });
      await on.waiting(
        scale,
        (wait) => wait.kind === 'start' && wait.count === 2 && /no suitable node/.test(wait.reason),
      );
      await on.send(name, { replicas: 2 });
      expect(await on.settled(scale)).toBe('superseded');
    });

    test.concurrent('slots that are given up or have ended are counted as the swarm counts them', async () => {
      const [rejected, once] = [named('rejected'), named('once')];
      const attempts = ['--restart-max-attempts', '1', '--restart-delay', '100ms', '--no-resolve-image'];
      await lab.service({ name: rejected, image: '10.77.0.1:5000/none:1', replicas: 2, options: attempts });
      await lab.service({
        name: once,
        replicas: 3,
        behaviour: behaviour.job(0),
        options: ['--restart-condition', 'none'],
      });
      await lab.waitFor('both attempts to be used up', () => on.serviceOf(rejected)?.tally.gaveUp === 2);
      const three = await on.perform(rejected, { replicas: 3 });
      expect(counted(three.effects, 'tasks-start')?.count).toBe(1);
      expect(three.outcome).toBe('failed');
      await lab.waitFor('all to have ended', () => on.serviceOf(once)?.tally.completed === 3);
      expect(await on.perform(once, { replicas: 1 })).toMatchObject({
        kinds: ['nothing-restarts'],
        outcome: 'converged',
      });
    });

    test.concurrent('a job is given up where nothing of it goes on, and else tries again whatever its attempts', async () => {
      const [one, many] = [named('one'), named('many')];
      const job = { mode: 'replicated-job' as const, behaviour: behaviour.failsAtOnce(3) };
      await lab.service({ name: one, replicas: 1, ...job, options: ['--restart-condition', 'none'] });
      const attempts = ['--restart-max-attempts', '1', '--restart-delay', '100ms'];
      await lab.service({ name: many, replicas: 2, ...job, options: attempts });
      await lab.waitFor('the one to be given up', () => on.serviceOf(one)?.tally.gaveUp === 1);
      expect(await on.perform(one, { change: { image: 'app:2' } })).toMatchObject({ outcome: 'failed' });
      const open = await on.send(many, { change: { image: 'app:2' } });
      const isMore = () => {
        const tasks = on.live.picture.tasksOfService(on.serviceOf(many)?.id as ServiceId);
        const failed = tasks.filter(({ jobIteration, state }) => jobIteration === 1 && state === 'failed');
        // Each of two slots once more would be four.
        return failed.length > 4;
      };
      await lab.waitFor('more failures than there are attempts', isMore, { withinMs: 90_000 });
      await on.waiting(open, (wait) => wait.kind === 'job');
    });

    test.concurrent('every update of a job runs it again, and the act ends with that run', async () => {
      const [name, long] = [named('mig'), named('long')];
      const job = (seconds: number) => ({ mode: 'replicated-job' as const, behaviour: behaviour.job(seconds) });
      await lab.service({ name, replicas: 3, ...job(1) });
      await lab.service({ name: long, replicas: 2, ...job(600) });
      const tasksOf = (service: string) => on.live.picture.tasksOfService(on.serviceOf(service)?.id as ServiceId);
      const runs = () =>
        tasksOf(long).filter(({ state, desiredState }) => state === 'running' && desiredState === 'complete');
      await lab.waitFor('the long job to run', () => runs().length === 2, { withinMs: 60_000 });
      await lab.waitFor('the job to be done', () => on.serviceOf(name)?.tally.completed === 3, { withinMs: 60_000 });
      expect(await on.perform(name, { replicas: 4 })).toMatchObject({
        kinds: ['job-runs-again'],
        outcome: 'converged',
      });
      expect(tasksOf(name).filter(({ jobIteration }) => jobIteration === 1)).toHaveLength(4);

      const { effects } = (await on.preview(long, { change: { image: 'app:2' } })).consequence;
      expect(effects).toEqual([
        { kind: 'job-cut-off', level: 'critical', count: 2 },
        { kind: 'job-runs-again', level: 'warning', count: 2, concurrent: 2 },
      ]);
      const run = await on.send(long, { change: { image: 'app:2' } });
      await on.waiting(run, (wait) => wait.kind === 'job' && wait.completed === 0 && wait.of === 2);
      await lab.waitFor('the second run alone to run', () => {
        const now = runs();
        return now.length === 2 && now.every(({ jobIteration }) => jobIteration === 1);
      });
    });

    test.concurrent('the same spec again, or only its labels, moves nothing', async () => {
      const name = named('same');
      await on.create({ name, replicas: 2 });
      await docker('service', 'update', '--detach', '--label-add', 'a=b', name);
      await lab.waitFor('the label to be seen', () => on.serviceOf(name)?.labels.a === 'b');
      expect(await on.perform(name, { revision: 1 })).toMatchObject({ gone: 0, foretold: 0, outcome: 'done' });
    });
  },
  180_000,
);

test('a drain leaves jobs to their end, and does not wait for them', async () => {
  const on = consoles.watch;
  await lab.reset();
  const here = ['--constraint', 'node.hostname==w2'];
  await lab.service({ name: 'long', mode: 'replicated-job', behaviour: behaviour.job(600), options: here });
  await on.create({ name: 'other', replicas: 1, options: here });
  await lab.waitFor('the job to run', () => on.serviceOf('long')?.tally.running === 1);
  const node = [...on.live.picture.nodes.values()].find(({ hostname }) => hostname === 'w2');
  if (!node) throw new Error('there is no w2');
  const { effects } = (await previewAvailability(on.ports, node.id, 'drain')).consequence;
  expect(effects).toEqual(
    expect.arrayContaining([
      { kind: 'jobs-go-on', level: 'warning', services: ['long'] },
      { kind: 'tasks-stop', level: 'warning', count: 1 },
    ]),
  );
  const body = { availability: 'drain' as const, version: node.version, seen: 'active' as const, overwrite: false };
  const { operationId } = await setAvailability(on.ports, ada, node.id, body);
  expect(await on.settled(operationId as OperationId)).toBe('converged');
  expect(on.serviceOf('long')?.tally.running).toBe(1);
  expect(on.serviceOf('other')?.tally.running).toBe(0);
});
