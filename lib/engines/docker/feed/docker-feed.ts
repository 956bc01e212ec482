import { asFault, isFault } from '#lib/domain/fault';
import { StatusKeeper } from '#lib/engines/feed/status-keeper';
import { pause } from '#lib/limits/pause';
import type { Clock } from '#lib/ports/clock';
import type { ClusterFeed, FeedSink } from '#lib/ports/cluster-feed';
import type { Log } from '#lib/ports/log';
import type { Connection } from '../connection';
import type { Managers } from '../managers';
import { findManager } from './find-manager';
import { Looker } from './looker';
import { Mirror } from './mirror';
import { wholeLookEvery } from './pace';
import { Session } from './session';

const FIRST_PAUSE_MS = 500;
/** A session that ends sooner did not work. */
const LASTING_MS = 3000;
const LONGEST_PAUSE_MS = 5000;
/** A manager that responded with a fault may recover any moment: an election, an unlock. */
const ANSWERED_PAUSE_MS = 1000;

/**
 * The swarm by /events and polling. There are no events for tasks, so their list is read more often while tasks move.
 */
export class DockerFeed implements ClusterFeed {
  readonly #managers: Managers;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #end = new AbortController();
  readonly #mirror = new Mirror();
  #running: Promise<void> = Promise.resolve();
  #session: Session | null = null;
  #othersChecked = false;

  constructor({ managers, clock, log }: { managers: Managers; clock: Clock; log: Log }) {
    this.#managers = managers;
    this.#clock = clock;
    this.#log = log;
  }

  start(sink: FeedSink): void {
    this.#running = this.#run(
      sink,
      new StatusKeeper(sink, this.#clock, { source: 'polling', intervalMs: wholeLookEvery(0, false) }),
    );
  }

  hasten(): void {
    this.#session?.hasten();
  }

  async stop(): Promise<void> {
    this.#end.abort();
    await this.#running;
    this.#managers.rest();
  }

  async #run(sink: FeedSink, status: StatusKeeper): Promise<void> {
    let failed: Connection | null = null;
    let fruitless = 0;
    while (!this.#end.signal.aborted) {
      const begun = this.#clock.now();
      const connection = await this.#find(status, failed);
      if (connection) await this.#read(connection, sink, status);
      failed = connection;
      const lasted = connection !== null && this.#clock.now() - begun > LASTING_MS;
      fruitless = lasted ? 0 : fruitless + 1;
      // After a failure the next manager is tried at once, but not in an endless loop.
      if (connection === null || fruitless > this.#managers.connections.length)
        await this.#pause(fruitless, connection !== null || status.isAnswered);
    }
  }

  /** Reads from a manager until it fails or the feed is stopped. */
  async #read(connection: Connection, sink: FeedSink, status: StatusKeeper): Promise<void> {
    const end = new AbortController();
    const signal = AbortSignal.any([this.#end.signal, end.signal]);
    let wasLive = false;
    const confirmed = (at: number, intervalMs: number) => {
      status.confirmed({ endpoint: connection.label, at, intervalMs, identity: connection.standing });
      if (wasLive) return;
      wasLive = true;
      this.#log.info({ endpoint: connection.label }, 'the feed is live');
      this.#managers.prefer(connection);
      void this.#checkOthers(connection);
    };
    const [managers, mirror, clock, log] = [this.#managers, this.#mirror, this.#clock, this.#log];
    const looker = new Looker({ connection, managers, mirror, sink, clock, signal });
    const { silentMs } = managers.deadlines;
    this.#session = new Session({ connection, looker, mirror, clock, log, silentMs, signal, confirmed });
    try {
      await this.#session.run();
    } catch (error) {
      if (!this.#end.signal.aborted) this.#failed(connection, error, status);
    } finally {
      this.#session = null;
      end.abort();
    }
  }

  /** Warns once, while the feed is live, of an endpoint that could not take over, or that belongs to another swarm. */
  async #checkOthers(than: Connection): Promise<void> {
    if (this.#othersChecked) return;
    this.#othersChecked = true;
    const others = this.#managers.connections.filter((each) => each !== than);
    const reading = { deadlineMs: this.#managers.deadlines.readMs, signal: this.#end.signal };
    const results = await Promise.allSettled(others.map((each) => this.#managers.admit(each, reading)));
    for (const [index, result] of results.entries()) {
      if (result.status === 'fulfilled' || this.#end.signal.aborted) continue;
      const reason = isFault(result.reason) ? result.reason.code : String(result.reason);
      this.#log.warn({ endpoint: others[index]?.label, fault: reason }, 'this endpoint could not take over');
    }
  }

  /** The first manager that serves; the one that just failed is tried last. null when none does. */
  async #find(status: StatusKeeper, failed: Connection | null): Promise<Connection | null> {
    const order = this.#managers.inOrder().filter((each) => each !== failed);
    if (failed) order.push(failed);
    return findManager(
      this.#managers,
      order,
      {
        failed: (connection, error) => this.#failed(connection, error, status),
        silent: ({ label }, fault) => status.silent(label, fault),
      },
      this.#end.signal,
    );
  }

  #failed(connection: Connection, error: unknown, status: StatusKeeper): void {
    const fault = asFault(error);
    const fields = { endpoint: connection.label, fault: fault.code, engineText: fault.engineText };
    if (fault.code === 'internal') this.#log.error({ ...fields, error: String(error) }, 'the feed failed by itself');
    else if (status.isNews(connection.label, fault)) this.#log.warn(fields, 'a manager cannot be read');
    status.failed(connection.label, fault);
  }

  async #pause(fruitless: number, answered: boolean): Promise<void> {
    const longest = answered ? ANSWERED_PAUSE_MS : LONGEST_PAUSE_MS;
    await pause(Math.min(longest, FIRST_PAUSE_MS * 2 ** Math.min(fruitless - 1, 10)), this.#end.signal);
  }
}
