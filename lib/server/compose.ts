import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import { DockerEngine } from '#lib/engines/docker/engine';
import { DockerFeed } from '#lib/engines/docker/feed/docker-feed';
import { LogHub } from '#lib/engines/docker/logs/log-hub';
import { Managers } from '#lib/engines/docker/managers';
import { DockerObjects } from '#lib/engines/docker/objects';
import { DockerReads } from '#lib/engines/docker/reads';
import { PreferredFeed } from '#lib/engines/feed/preferred-feed';
import { WatchFeed } from '#lib/engines/swarmkit/feed/watch-feed';
import { CLIENT_ADDRESS_HEADER, clientOf } from '#lib/http/client';
import { isOwnOrigin } from '#lib/http/origin';
import { makeIdentity } from '#lib/identity/server/identity';
import { makeTokens } from '#lib/identity/server/make-tokens';
import type { ClusterFeed } from '#lib/ports/cluster-feed';
import type { Container } from '#lib/ports/container';
import { provide } from '#lib/ports/container';
import type { SocketLimits } from '#lib/realtime/server/admission';
import { Gateway } from '#lib/realtime/server/gateway';
import { openRecords } from '#lib/records/open-records';
import { retention } from '#lib/workers/keep-within-limits';
import { LiveState } from '#lib/workers/live-state';
import { RecallStarts } from '#lib/workers/recall-starts';
import { SettleOperations } from '#lib/workers/settle-operations';
import { StoreRevisions } from '#lib/workers/store-revisions';
import { StoreTaskHistory } from '#lib/workers/store-task-history';
import { WatchOutside } from '#lib/workers/watch-outside';
import { isShared } from './client-address';
import type { Settings } from './env';
import { keyedDigest } from './keyed-digest';
import { makeLog } from './log';
import { ownContainerId } from './own-container';
import { RefusalLog } from './refusal-log';
import { requestLimits } from './request-limits';

export interface Composed {
  ports: Container;
  /** Serves the live picture on this server's WebSockets. */
  attach(server: Server): void;
  /** Starts the feed and the workers. */
  run(): Promise<void>;
  stop(): Promise<void>;
}

/** For benchmarks only, no setting reaches it: a feed instead of a swarm, and no task history. */
export interface Measured {
  feed?: ClusterFeed;
  history?: false;
  socketLimits?: SocketLimits;
}

/** The composition root: builds every port once, for the server and, through a global symbol, for Next's bundles. */
export async function compose(settings: Settings, version: string, measured: Measured = {}): Promise<Composed> {
  const clock = { now: () => Date.now() };
  const log = makeLog(settings.logLevel);
  const records = await openRecords({
    url: settings.databaseUrl,
    instanceDir: settings.dataDir,
    ledgerSecret: settings.ledgerSecret,
    log,
    clock,
    checkServerLock: true,
  });
  const { sessions, accounts } = makeIdentity({
    prisma: records.prisma,
    provider: records.provider,
    links: records.links,
    people: records.people,
    secret: settings.authSecret,
    baseUrl: settings.baseUrl,
    port: settings.port,
    policy: { sessionHours: settings.sessionHours, secondFactorRoles: settings.secondFactorRoles },
    secureCookies: settings.tls !== null || settings.baseUrl?.startsWith('https:') === true,
    clock,
    log,
  });
  const managers = new Managers({ endpoints: settings.endpoints, log, versions: records.managerVersions });
  const feed =
    measured.feed ??
    new PreferredFeed({
      watch: new WatchFeed({ reads: new DockerReads({ managers, clock }), clock, log }),
      polling: () => new DockerFeed({ managers, clock, log }),
      managers: managers.connections.length,
      clock,
    });
  const storing = new StoreRevisions(records.revisions, log);
  const live: LiveState = new LiveState(clock, (seen) => {
    storing.take(seen);
    outside.specSeen(seen);
  });
  const outside = new WatchOutside({
    leases: records.leases,
    ledger: records.ledger,
    seen: records.seen,
    gaps: records.gaps,
    objects: new DockerObjects({ managers, log }),
    revisions: records.revisions,
    picture: live,
    digest: keyedDigest(settings.authSecret),
    clock,
    log,
  });
  const history = new StoreTaskHistory({
    leases: records.leases,
    history: records.taskHistory,
    gaps: records.gaps,
    seen: records.seen,
    picture: live.picture,
    live,
    clock,
    log,
  });
  const starts = new RecallStarts({ history: records.taskHistory, live, log });
  const limits = retention({
    leases: records.leases,
    settings: records.stored,
    history: records.taskHistory,
    revisions: records.revisions,
    segments: records.segments,
    clock,
    log,
  });
  const settling = new SettleOperations({ ledger: records.ledger, picture: live, clock, log });
  const taskLogs = new LogHub({ managers, picture: live, clock });
  const ports: Container = {
    engine: new DockerEngine(managers),
    feed,
    taskLogs,
    picture: live,
    ledger: records.ledger,
    revisions: records.revisions,
    taskHistory: records.taskHistory,
    gaps: records.gaps,
    stored: records.stored,
    sessions,
    accounts,
    refusals: new RefusalLog({ log, clock, secret: settings.authSecret }),
    tokens: makeTokens({ rows: records.tokens, clock, log }),
    clock,
    log,
    settings: {
      baseUrl: settings.baseUrl,
      endpoints: settings.endpoints.map(({ label }) => label),
      version,
      strict: settings.strict,
      containerId: ownContainerId(),
    },
    limits: requestLimits(),
    recordsReady: () => records.ready(),
  };
  provide(ports);

  let gateway: Gateway | null = null;
  return {
    ports,
    attach(server) {
      gateway = new Gateway(server, {
        picture: live.picture,
        live,
        ledger: records.ledger,
        revisions: records.revisions,
        sessions,
        news: records.news,
        clock,
        log,
        pictureId: randomUUID(),
        isOwnOrigin: (request) => isOwnOrigin(headersOf(request), settings.baseUrl),
        ...(measured.socketLimits && { socketLimits: measured.socketLimits }),
        addressOf: (request) => {
          const address = request.headers[CLIENT_ADDRESS_HEADER];
          return typeof address !== 'string' || isShared(address) ? null : address;
        },
        refused: (request, refusal) => {
          const { address, userAgent } = clientOf(headersOf(request));
          ports.refusals.note({ ...refusal, route: 'live', address, userAgent });
        },
      });
    },
    async run() {
      await settling.start();
      outside.start();
      if (measured.history !== false) {
        history.start();
        starts.start();
      }
      limits.start();
      feed.start({
        observe: (seen) => live.observe(seen),
        status: (status) => live.setStatus(status),
        specSeen: (seen) => live.specSeen(seen),
      });
    },
    async stop() {
      taskLogs.stop();
      await gateway?.stop();
      await feed.stop();
      await Promise.all([outside.stop(), history.stop(), starts.stop(), limits.stop()]);
      await settling.stop();
      await storing.stop();
      await records.close();
    },
  };
}

function headersOf({ headers }: IncomingMessage): Headers {
  const copied = new Headers();
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined) copied.set(name, Array.isArray(value) ? value.join(', ') : value);
  return copied;
}
