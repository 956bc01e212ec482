import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ServiceChange } from '#lib/contract/services';
import type { Principal } from '#lib/domain/access/principal';
import type { OperationId, ServiceId, SessionId, UserId } from '#lib/domain/ids';
import type { Effect } from '#lib/domain/operation/consequence';
import type { Wait } from '#lib/domain/operation/operation';
import { DockerEngine } from '#lib/engines/docker/engine';
import { DockerFeed } from '#lib/engines/docker/feed/docker-feed';
import { Managers } from '#lib/engines/docker/managers';
import { DockerReads } from '#lib/engines/docker/reads';
import { managersOf } from '#lib/engines/docker/testing/lab-stage';
import { WatchFeed } from '#lib/engines/swarmkit/feed/watch-feed';
import { readOperation } from '#lib/operations/audit/read-operation';
import { previewRollback, rollbackService } from '#lib/operations/services/rollback-service';
import { previewScale, scaleService } from '#lib/operations/services/scale-service';
import { previewUpdate, updateService } from '#lib/operations/services/update-service';
import type { Container } from '#lib/ports/container';
import { aSqliteDatabase, openTestRecords, quietLog, type TestDatabase } from '#lib/records/testing/databases';
import { behaviour, type ServiceRequest } from '../../e2e/swarm/behaviour';
import { Lab } from '../../e2e/swarm/lab';
import { LiveState } from './live-state';
import { SettleOperations } from './settle-operations';

/** Cases share the lab and go side by side, each with a service of its own. */
let lab: Lab;
beforeAll(async () => {
  lab = await Lab.up({ name: 'acts', managers: 1, workers: 2 });
});
afterAll(() => lab?.down());

const ada = {
  kind: 'session',
  userId: 'user-ada' as UserId,
  sessionId: 'session-1' as SessionId,
  name: 'Ada',
  email: 'ada@example.org',
  role: 'admin',
} satisfies Principal;
const docker = (...args: string[]) => lab.docker('m1', args);

type Act = { change: ServiceChange } | { replicas: number } | { revision: number };

/** A console without pages, whose clock goes wrong by so much. */
async function aConsole(feedKind: 'polling' | 'watch', aheadMs: number, database: TestDatabase) {
  const clock = { now: () => Date.now() + aheadMs };
  const records = await openTestRecords(database);
  const managers = new Managers({ endpoints: managersOf(lab), log: quietLog });
  const feed =
    feedKind === 'polling'
      ? new DockerFeed({ managers, clock, log: quietLog })
      : new WatchFeed({ reads: new DockerReads({ managers, clock }), clock, log: quietLog });
  const live = new LiveState(clock, (seen) => void records.revisions.record(seen));
  const settling = new SettleOperations({ ledger: records.ledger, picture: live, clock, log: quietLog });
  const ports = {
    engine: new DockerEngine(managers),
    feed,
    picture: live,
    settings: { containerId: null },
    clock,
    log: quietLog,
    ...records,
  } as unknown as Container;
  await settling.start();
  feed.start({
    observe: (seen) => live.observe(seen),
    status: (status) => live.setStatus(status),
    specSeen: (seen) => live.specSeen(seen),
  });

  const serviceOf = (name: string) => [...live.picture.services.values()].find((service) => service.name === name);
  const idOf = (name: string) => serviceOf(name)?.id as ServiceId;
  const running = async (name: string) => (await lab.running(name)).map(({ id }) => id);
  const preview = (name: string, act: Act) => {
    const id = idOf(name);
    if ('change' in act) return previewUpdate(ports, id, ada, act.change);
    if ('replicas' in act) return previewScale(ports, id, ada, act.replicas);
    return previewRollback(ports, id, ada, act.revision);
  };
  const send = async (name: string, act: Act): Promise<OperationId> => {
    const id = idOf(name);
    const { version } = await ports.engine.readService(id);
    const base = { version, overwrite: true };
    const accepted =
      'change' in act
        ? await updateService(ports, ada, id, { ...base, change: act.change })
        : 'replicas' in act
          ? await scaleService(ports, ada, id, { ...base, replicas: act.replicas })
          : await rollbackService(ports, ada, id, { ...base, revision: act.revision });
    return accepted.operationId as OperationId;
  };
  const settled = (id: OperationId) =>
    lab.waitFor(
      'the act to be settled',
      async () => {
        const { operation } = await readOperation(ports, ada, id);
        if (operation.state === 'settled') return operation.outcome;
        const { updateStatus } = live.picture.services.get(operation.target.id as ServiceId) ?? {};
        throw new Error(`it waits: ${JSON.stringify(operation.waits)}, the update is ${JSON.stringify(updateStatus)}`);
      },
      { withinMs: 90_000 },
    );
  const waiting = (id: OperationId, isMeant: (wait: Wait) => boolean) =>
    lab.waitFor('the act to say what it waits for', async () => {
      const { waits } = (await readOperation(ports, ada, id)).operation;
      return waits && isMeant(waits);
    });
  /** What the preview says, how the act ends, and which of the tasks that ran before are gone then. */
  const perform = async (name: string, act: Act) => {
    const before = await running(name);
    const { effects } = (await preview(name, act)).consequence;
    const outcome = await settled(await send(name, act));
    const after = await running(name);
    const replaced = effects.find((effect) => effect.kind === 'tasks-replaced');
    return {
      foretold: replaced?.kind === 'tasks-replaced' ? replaced.count : 0,
      gone: before.filter((id) => !after.includes(id)).length,
      kinds: effects.map(({ kind }) => kind),
      effects,
      outcome,
    };
  };
  /** A service that the console sees to run. */
  const create = async (request: ServiceRequest, tasks = request.replicas ?? 1) => {
    await lab.service(request);
    await lab.untilRunning(request.name, tasks, { withinMs: 60_000 });
    await lab.waitFor('the picture to show it', () => serviceOf(request.name)?.tally.running === tasks);
  };
  /** An update by the command line, that the console sees to have come to this state. */
  const byHand = async (state: string, ...args: string[]) => {
    const name = args.at(-1) ?? '';
    await docker('service', 'update', '--detach', ...args);
    const before = serviceOf(name)?.version ?? 0;
    await lab.waitFor(
      `${name} to be ${state}`,
      () => {
        const now = serviceOf(name);
        return now !== undefined && now.version >= before && now.updateStatus?.state === state;
      },
      { withinMs: 60_000 },
    );
  };
  const stop = async () => {
    await feed.stop();
    await settling.stop();
    await records.close();
  };
  return { live, ports, serviceOf, running, preview, send, settled, waiting, perform, create, byHand, stop };
}

const counted = (effects: readonly Effect[], kind: Effect['kind']) =>
  effects.find((effect) => effect.kind === kind) as { count?: number } | undefined;

describe.each([
  ['polling', -30_000],
  ['watch', 30_000],
] as const)(
  'a console that reads by %s, its clock wrong by %i ms',
  (kind, aheadMs) => {
    let database: TestDatabase;
    let on: Awaited<ReturnType<typeof aConsole>>;
    beforeAll(async () => {
      database = aSqliteDatabase();
      on = await aConsole(kind, aheadMs, database);
      await lab.waitFor('the picture to be live', () => on.live.status().phase === 'live');
    });
    afterAll(async () => {
      await on?.stop();
      await database?.remove();
      await lab.reset();
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
      // The next slot is taken as soon as a task runs: without a delay one that dies at once may be noticed too late.
      const slow = ['--update-monitor', '2s', '--update-delay', '1h', '--restart-delay', '1h'];
      await on.create({ name, replicas: 3, options: slow });
      await on.byHand('paused', '--args', 'die 3', name);
      const delayed = await on.perform(name, { change: { updateConfig: { delayMs: 1_800_000 } } });
      expect(delayed).toMatchObject({
        outcome: 'paused',
        kinds: expect.arrayContaining(['restarts-paused-update']),
        foretold: 2,
        gone: 1,
      });
      const going = await on.perform(name, { change: { updateConfig: { delayMs: 1, failureAction: 'continue' } } });
      expect(going.kinds.slice(0, 2)).toEqual(
        expect.arrayContaining(['restarts-paused-update', 'no-failure-stops-it']),
      );
      expect(counted(going.effects, 'restarts-paused-update')?.count).toBe(1);
      expect(going).toMatchObject({ foretold: 1, gone: 1, outcome: 'failing' });
      // Nothing runs for an hour, and that is not for a setting to wait for.
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
