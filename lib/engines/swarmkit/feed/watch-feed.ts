import { stat } from 'node:fs/promises';
import type { ChannelCredentials } from '@grpc/grpc-js';
import { Fault, isFault } from '#lib/domain/fault';
import { StatusKeeper } from '#lib/engines/feed/status-keeper';
import { pause } from '#lib/limits/pause';
import type { Clock } from '#lib/ports/clock';
import type { ClusterFeed, FeedSink } from '#lib/ports/cluster-feed';
import type { Log } from '#lib/ports/log';
import type { SwarmIdentity, SwarmReads, WatchableManager } from '#lib/ports/swarm-reads';
import { verifiedBy } from '../control-socket';
import { cannotResume, faultOfSocket, noSocket } from '../faults';
import { HeldSwarm } from './held-swarm';
import { PATIENCE, type Patience, PROOF_MS, WatchSession } from './watch-session';

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 15_000;
/** A session that ends sooner did not work. */
const LASTING_MS = 3000;
/** A socket that appears is tried at once, because its manager is back. */
const LOOK_MS = 1000;

export interface WatchFeedOptions {
  reads: SwarmReads;
  clock: Clock;
  log: Log;
  patience?: Partial<Patience>;
  /** For tests: how the socket's server is verified against the swarm's root. */
  credentials?(root: string): ChannelCredentials;
}

/** The swarm by SwarmKit's Watch API: every change as it happens, tasks included. */
export class WatchFeed implements ClusterFeed {
  readonly #options: WatchFeedOptions;
  readonly #end = new AbortController();
  readonly #held = new HeldSwarm();
  /** Whether the held swarm comes from a snapshot that the sink received. */
  #synced = false;
  #session: AbortController | null = null;
  #running: Promise<void> = Promise.resolve();

  constructor(options: WatchFeedOptions) {
    this.#options = options;
  }

  start(sink: FeedSink): void {
    const status = new StatusKeeper(sink, this.#options.clock, { source: 'watch', intervalMs: PROOF_MS });
    this.#running = this.#run(sink, status);
  }

  hasten(): void {
    // The stream reports changes at once.
  }

  /**
   * Another feed takes over, so an open stream is closed. The next observation is again the whole swarm, or everything
   * since.
   */
  letGo(): void {
    this.#session?.abort();
  }

  async stop(): Promise<void> {
    this.#end.abort();
    await this.#running;
  }

  async #run(sink: FeedSink, status: StatusKeeper): Promise<void> {
    let failed: string | null = null;
    let fruitless = 0;
    while (!this.#end.signal.aborted) {
      const begun = this.#options.clock.now();
      const before = await this.#look(status);
      const found = await this.#find(before.managers, failed, status);
      if (found) await this.#watch(found.manager, found.identity, sink, status);
      failed = found?.manager.endpoint ?? null;
      const lasted = found !== null && this.#options.clock.now() - begun > LASTING_MS;
      fruitless = lasted ? 0 : fruitless + 1;
      if (found === null || fruitless > before.managers.length)
        await this.#rest(fruitless, found !== null, before.sockets);
    }
  }

  /** The managers whose control socket exists, and a key that changes when one appears. */
  async #look(status?: StatusKeeper): Promise<{ managers: WatchableManager[]; sockets: string }> {
    const sockets: string[] = [];
    const managers: WatchableManager[] = [];
    for (const manager of this.#options.reads.managers()) {
      const { endpoint, control } = manager;
      try {
        if (!('path' in control)) throw noSocket(endpoint, control.none);
        const { ino } = await stat(control.path);
        sockets.push(`${control.path} ${ino}`);
        managers.push(manager);
      } catch (error) {
        if (status) this.#failed(endpoint, isFault(error) ? error : faultOfSocket(error, endpoint), status);
      }
    }
    return { managers, sockets: sockets.join('\n') };
  }

  /** The first manager that serves; the one that just failed is tried last. */
  async #find(managers: readonly WatchableManager[], failed: string | null, status: StatusKeeper) {
    const last = managers.filter(({ endpoint }) => endpoint === failed);
    const order = [...managers.filter((each) => !last.includes(each)), ...last];
    if (order.length === 0) return null;
    return this.#options.reads.first(
      order,
      {
        failed: (endpoint, error) => this.#failed(endpoint, error, status),
        silent: (endpoint, fault) => status.silent(endpoint, fault),
      },
      this.#end.signal,
    );
  }

  /** Watches a manager until it fails or the feed is stopped. */
  async #watch(
    manager: WatchableManager,
    identity: SwarmIdentity,
    sink: FeedSink,
    status: StatusKeeper,
  ): Promise<void> {
    const resume = this.#synced && this.#held.cursor !== null;
    try {
      await this.#readUntilItFails(manager, identity, resume, sink, status);
    } catch (error) {
      if (this.#end.signal.aborted) return;
      if (resume && cannotResume(error)) {
        this.#options.log.info({ endpoint: manager.endpoint, reason: String(error) }, 'everything is listed again');
        this.#synced = false;
        return this.#watch(manager, identity, sink, status);
      }
      this.#failed(manager.endpoint, error, status);
    }
  }

  async #readUntilItFails(
    manager: WatchableManager,
    identity: SwarmIdentity,
    resume: boolean,
    sink: FeedSink,
    status: StatusKeeper,
  ): Promise<void> {
    const { reads, clock, log, patience, credentials = verifiedBy } = this.#options;
    const { endpoint, control } = manager;
    if (!('path' in control)) return;
    const ours = new AbortController();
    const signal = AbortSignal.any([this.#end.signal, ours.signal]);
    this.#session = ours;
    let wasLive = false;
    const confirmed = (at: number, intervalMs: number) => {
      this.#synced = true;
      status.confirmed({ endpoint, at, intervalMs, identity });
      if (!wasLive) log.info({ endpoint, resumed: resume }, 'the feed watches this manager');
      wasLive = true;
    };
    const session = new WatchSession({
      endpoint,
      socket: control.path,
      credentials,
      held: this.#held,
      reads: reads.at(manager, sink, signal),
      sink,
      clock,
      log,
      patience: { ...PATIENCE, ...patience },
      signal,
      confirmed,
      doubtful: (fault) => this.#failed(endpoint, fault, status),
    });
    try {
      await session.run({ resume });
    } finally {
      this.#session = null;
      ours.abort();
    }
  }

  #failed(endpoint: string, error: unknown, status: StatusKeeper): void {
    const fault = isFault(error) ? error : new Fault('internal', {}, { cause: error });
    const fields = { endpoint, fault: fault.code, reason: fault.params.reason, engineText: fault.engineText };
    if (fault.code === 'internal')
      this.#options.log.error({ ...fields, error: String(error) }, 'the watch failed by itself');
    else if (status.isNews(endpoint, fault)) this.#options.log.info(fields, 'a manager cannot be watched');
    status.failed(endpoint, fault);
  }

  /** Waits longer after each failure, but not beyond the appearance of another socket. */
  async #rest(fruitless: number, reached: boolean, sockets: string): Promise<void> {
    const { signal } = this.#end;
    const longest = reached || sockets === '' ? LONGEST_PAUSE_MS : FIRST_PAUSE_MS;
    const restMs = Math.min(longest, FIRST_PAUSE_MS * 2 ** Math.min(fruitless - 1, 10));
    for (let rested = 0; rested < restMs && !signal.aborted; rested += LOOK_MS) {
      await pause(Math.min(LOOK_MS, restMs - rested), signal);
      if ((await this.#look()).sockets !== sockets) return;
    }
  }
}
