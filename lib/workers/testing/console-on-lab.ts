import type { ServiceChange } from '#lib/contract/services';
import type { Principal } from '#lib/domain/access/principal';
import type { OperationId, ServiceId, SessionId, UserId } from '#lib/domain/ids';
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
import type { Clock } from '#lib/ports/clock';
import type { ClusterFeed } from '#lib/ports/cluster-feed';
import type { Container } from '#lib/ports/container';
import type { Records } from '#lib/records/open-records';
import { openTestRecords, quietLog, type TestDatabase } from '#lib/records/testing/databases';
import type { ServiceRequest } from '../../../e2e/swarm/behaviour';
import type { Lab } from '../../../e2e/swarm/lab';
import { LiveState } from '../live-state';
import { SettleOperations } from '../settle-operations';

export const ada = {
  kind: 'session',
  userId: 'user-ada' as UserId,
  sessionId: 'session-1' as SessionId,
  name: 'Ada',
  email: 'ada@example.org',
  role: 'admin',
} satisfies Principal;
type Act = { change: ServiceChange } | { replicas: number } | { revision: number };

export type ConsoleOnLab = Awaited<ReturnType<typeof aConsoleOn>>;

interface Running {
  clock: Clock;
  records: Records;
  managers: Managers;
  feed: ClusterFeed;
  live: LiveState;
}

/** Starts what every console without pages has: operations are settled, and the feed fills the picture. */
export async function runConsole({ clock, records, managers, feed, live }: Running) {
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
  const stop = async () => {
    await feed.stop();
    await settling.stop();
    await records.close();
  };
  return { ports, stop };
}

/** A console without pages, with a clock that is off by this much. */
export async function aConsoleOn(lab: Lab, feedKind: 'polling' | 'watch', aheadMs: number, database: TestDatabase) {
  const clock = { now: () => Date.now() + aheadMs };
  const records = await openTestRecords(database);
  const managers = new Managers({ endpoints: managersOf(lab), log: quietLog });
  const feed =
    feedKind === 'polling'
      ? new DockerFeed({ managers, clock, log: quietLog })
      : new WatchFeed({ reads: new DockerReads({ managers, clock }), clock, log: quietLog });
  const live = new LiveState(clock, (seen) => void records.revisions.record(seen));
  const { ports, stop } = await runConsole({ clock, records, managers, feed, live });

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
  /** The preview, the outcome, and which of the earlier tasks were removed by then. */
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
  /** Creates a service and waits until the console sees it run. */
  const create = async (request: ServiceRequest, tasks = request.replicas ?? 1) => {
    await lab.service(request);
    await lab.untilRunning(request.name, tasks, { withinMs: 60_000 });
    await lab.waitFor('the picture to show it', () => serviceOf(request.name)?.tally.running === tasks);
  };
  /** Updates by command line and waits until the console sees this state. */
  const byHand = async (state: string, ...args: string[]) => {
    const name = args.at(-1) ?? '';
    await lab.docker('m1', ['service', 'update', '--detach', ...args]);
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
  return { live, ports, serviceOf, running, preview, send, settled, waiting, perform, create, byHand, stop };
}
