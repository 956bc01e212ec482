import { isFault } from '#lib/domain/fault';
import type { ServiceId } from '#lib/domain/ids';
import { pause } from '#lib/limits/pause';
import type { Clock } from '#lib/ports/clock';
import type { Log } from '#lib/ports/log';
import { type Connection, cannotServe } from '../connection';
import { openEvents, type SwarmEvent } from './event-stream';
import type { Looked, Looker } from './looker';
import type { Mirror } from './mirror';
import { closeLookEvery, inMotion, STIRRED_MS, UNSETTLED_MS, wholeLookEvery } from './pace';
import { Waker } from './waker';

/** Events come in bursts (a new leader: two for each node), and one look covers a burst. */
const SHOWER_MS = 100;
const REOPEN_MS = 1000;
const REFUSED_MS = 60_000;
/**
 * Nodes and services are read this often even where the tasks are too many for that, because events may be lost and
 * only GET /nodes shows the leader.
 */
const ROLL_MS = 5000;
/** Services read by id in one request; above this number a list is cheaper. */
const MANY = 20;

export interface SessionOptions {
  connection: Connection;
  looker: Looker;
  mirror: Mirror;
  clock: Clock;
  log: Log;
  silentMs: number;
  signal: AbortSignal;
  /** The picture is confirmed as of `at`, and will be again in about `intervalMs`. */
  confirmed(at: number, intervalMs: number): void;
}

/** Reads one manager until it fails: everything first, then as events and movement require. */
export class Session {
  readonly #options: SessionOptions;
  readonly #waker = new Waker();
  #stirred = new Map<ServiceId, number>();
  #hastened = Number.NEGATIVE_INFINITY;
  #dirty: { nodes: boolean; networks: boolean; services: Set<ServiceId>; everything: boolean } = nothing();
  #lastWhole: Looked = { at: 0, costMs: 0 };
  #costs: number[] = [];
  #lastClose: Looked = { at: 0, costMs: 0 };
  #lastRollAt = 0;

  constructor(options: SessionOptions) {
    this.#options = options;
  }

  hasten(): void {
    this.#hastened = this.#options.clock.now();
    this.#waker.wake();
  }

  /** Throws why it ended, unless the signal ended it. */
  async run(): Promise<void> {
    const { signal, clock } = this.#options;
    // Events before the first list, so that changes in between are looked at again and not missed.
    await this.#followEvents();
    await this.#lookAtAll();
    while (!signal.aborted) {
      const now = clock.now();
      const moving = this.#moving(now);
      const dueIn = this.#lookDueIn(now, moving);
      if (dueIn.whole <= 0) await this.#lookAtAll(moving.length > 0);
      else if (dueIn.close <= 0) await this.#lookClosely(moving);
      else await this.#waker.wait(Math.min(dueIn.whole, dueIn.close), signal);
    }
  }

  #lookDueIn(now: number, moving: readonly ServiceId[]): { whole: number; close: number } {
    const dirty = this.#dirty;
    const [lastWhole, lastClose] = [this.#lastWhole, this.#lastClose];
    if (dirty.everything) return { whole: lastWhole.at + SHOWER_MS - now, close: Number.POSITIVE_INFINITY };
    const whole = lastWhole.at + this.#wholeEvery(moving.length > 0, now) - now;
    if (dirty.nodes || dirty.networks || dirty.services.size > 0)
      return { whole, close: lastClose.at + Math.max(SHOWER_MS, lastClose.costMs * 2) - now };
    const roll = this.#lastRollAt + ROLL_MS - now;
    if (moving.length === 0) return { whole, close: roll };
    const stirred = Math.max(...moving.map((id) => this.#stirred.get(id) ?? 0));
    const close = lastClose.at + closeLookEvery(lastClose.costMs, now - stirred) - now;
    return { whole, close: Math.min(close, roll) };
  }

  #wholeEvery(moving: boolean, now: number): number {
    return wholeLookEvery(this.#lastWhole.costMs, moving || now - this.#hastened < STIRRED_MS);
  }

  /**
   * Where very many services move at once, the ones that moved last are followed closely and the others by full looks.
   */
  #moving(now: number): ServiceId[] {
    const { mirror } = this.#options;
    forgetOlder(this.#stirred, now - STIRRED_MS);
    forgetOlder(mirror.changes, now - UNSETTLED_MS);
    const stirs = { services: this.#stirred, changes: mirror.changes };
    const moving = inMotion(mirror.services, (id) => mirror.tasksOf(id), mirror.isDown, stirs, now);
    const movedAt = (id: ServiceId) => Math.max(this.#stirred.get(id) ?? 0, mirror.changes.get(id) ?? 0);
    const known = [...moving].filter((id) => mirror.services.has(id));
    return known.length > MANY ? known.sort((a, b) => movedAt(b) - movedAt(a)).slice(0, MANY) : known;
  }

  async #lookAtAll(moving = false): Promise<void> {
    this.#dirty = nothing();
    const { looker, clock, confirmed } = this.#options;
    const looked = await looker.whole();
    // The minimum of a few, because a busy moment makes a single look seem expensive.
    this.#costs = [...this.#costs.slice(-2), looked.costMs];
    this.#lastWhole = { at: looked.at, costMs: Math.min(...this.#costs) };
    this.#lastRollAt = looked.at;
    confirmed(looked.at, Math.round(this.#wholeEvery(moving, clock.now())));
  }

  async #lookClosely(moving: readonly ServiceId[]): Promise<void> {
    const { nodes, networks, services } = this.#dirty;
    this.#dirty = nothing();
    const roll = services.size > MANY || this.#options.clock.now() - this.#lastRollAt >= ROLL_MS;
    const tasksOf = new Set([...moving, ...services].slice(0, MANY));
    this.#lastClose = await this.#options.looker.close({ nodes, networks, roll, services, tasksOf });
    if (roll) this.#lastRollAt = this.#lastClose.at;
  }

  /** Resolves when the stream is open, or cannot be opened now; continues by itself from there. */
  async #followEvents(): Promise<void> {
    const { connection, signal, silentMs, log } = this.#options;
    try {
      const { ended } = await openEvents(connection, { deadlineMs: silentMs, signal, seen: this.#seen });
      void ended.then(() => this.#reopenEvents(REOPEN_MS));
    } catch (error) {
      if (signal.aborted) return;
      if (!isFault(error) || cannotServe(error)) throw error;
      log.warn(
        { endpoint: connection.label, fault: error.code, engineText: error.engineText },
        'no events here: polling only',
      );
      void this.#reopenEvents(REFUSED_MS);
    }
  }

  /** If the manager is unreachable, the look that follows at once notices and ends the session. */
  async #reopenEvents(afterMs: number): Promise<void> {
    const { signal } = this.#options;
    this.#dirty.everything = true;
    this.#waker.wake();
    await pause(afterMs, signal);
    if (signal.aborted) return;
    await this.#followEvents().catch(() => this.#reopenEvents(afterMs));
    this.#dirty.everything = true;
    this.#waker.wake();
  }

  readonly #seen = (event: SwarmEvent): void => {
    const now = this.#options.clock.now();
    if (event.kind === 'node') this.#dirty.nodes = true;
    else if (event.kind === 'network') this.#dirty.networks = true;
    else if (event.kind === 'service') {
      const id = event.id as ServiceId;
      this.#dirty.services.add(id);
      this.#stirred.set(id, now);
      // Its tasks outlive the service for a while, and only a full look shows tasks without a service.
      if (event.action === 'remove') this.#hastened = now;
    } else return;
    this.#waker.wake();
  };
}

function forgetOlder(stirs: Map<ServiceId, number>, than: number): void {
  for (const [id, at] of stirs) if (at < than) stirs.delete(id);
}

const nothing = () => ({ nodes: false, networks: false, services: new Set<ServiceId>(), everything: false });
