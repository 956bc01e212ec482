import { isFault } from '#lib/domain/fault';
import type { ServiceId } from '#lib/domain/ids';
import type { Clock } from '#lib/ports/clock';
import type { Log } from '#lib/ports/log';
import { type Connection, cannotServe } from '../connection';
import { openEvents, type SwarmEvent } from './event-stream';
import type { CloseLook, Looked, Looker } from './looker';
import type { Mirror } from './mirror';
import { closeLookEvery, inMotion, STIRRED_MS, wholeLookEvery } from './pace';
import { Waker } from './waker';

/** Events come in showers (a new leader: two for each node), and one look answers a shower. */
const SHOWER_MS = 100;
const REOPEN_MS = 1000;
const REFUSED_MS = 60_000;
/** Beyond so many services one look at everything is the cheaper one. */
const MANY = 20;

export interface SessionParts {
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

/** Reads one manager until it fails: everything first, then what events and motion call for. */
export class Session {
  readonly #parts: SessionParts;
  readonly #waker = new Waker();
  #stirred = new Map<ServiceId, number>();
  #hastened = Number.NEGATIVE_INFINITY;
  #told: { nodes: boolean; networks: boolean; services: Set<ServiceId>; everything: boolean } = nothing();
  #lastWhole: Looked & { everyMs: number } = { at: 0, costMs: 0, everyMs: 0 };
  #lastClose: Looked = { at: 0, costMs: 0 };

  constructor(parts: SessionParts) {
    this.#parts = parts;
  }

  hasten(): void {
    this.#hastened = this.#parts.clock.now();
    this.#waker.wake();
  }

  /** Throws why it ended, unless the signal ended it. */
  async run(): Promise<void> {
    const { signal, clock } = this.#parts;
    // Events before the first list: what happens in between is then looked at again and not missed.
    await this.#followEvents();
    await this.#lookAtAll();
    while (!signal.aborted) {
      const now = clock.now();
      const moving = this.#moving(now);
      const dueIn = this.#lookDueIn(now, moving);
      if (dueIn.whole <= 0) await this.#lookAtAll(moving.size > 0);
      else if (dueIn.close <= 0) await this.#lookClosely(moving);
      else await this.#waker.wait(Math.min(dueIn.whole, dueIn.close), signal);
    }
  }

  #lookDueIn(now: number, moving: ReadonlySet<ServiceId>): { whole: number; close: number } {
    const wholeEvery = this.#wholeEvery(moving.size > 0, now);
    const told = this.#told;
    const gap = this.#lastClose.at + Math.max(SHOWER_MS, this.#lastClose.costMs) - now;
    if (told.everything || told.services.size > MANY)
      return { whole: this.#lastWhole.at + SHOWER_MS - now, close: Infinity };
    const whole = this.#lastWhole.at + wholeEvery - now;
    if (told.nodes || told.networks || told.services.size > 0) return { whole, close: gap };
    if (moving.size === 0 || moving.size > MANY) return { whole, close: Infinity };
    const stirred = Math.max(...[...moving].map((id) => this.#stirred.get(id) ?? 0));
    return { whole, close: this.#lastClose.at + closeLookEvery(this.#lastClose.costMs, now - stirred) - now };
  }

  #wholeEvery(moving: boolean, now: number): number {
    return wholeLookEvery(this.#lastWhole.costMs, moving || now - this.#hastened < STIRRED_MS);
  }

  #moving(now: number): Set<ServiceId> {
    const { mirror } = this.#parts;
    for (const [id, at] of this.#stirred) if (now - at > STIRRED_MS) this.#stirred.delete(id);
    const moving = inMotion(
      mirror.services,
      mirror.tasks.values(),
      mirror.isDown,
      { services: this.#stirred, changes: mirror.changes },
      now,
    );
    return new Set([...moving].filter((id) => mirror.services.has(id)));
  }

  async #lookAtAll(moving = false): Promise<void> {
    this.#told = nothing();
    const { looker, clock, confirmed } = this.#parts;
    const looked = await looker.whole();
    // One slow answer is an accident: what counts is the usual cost.
    const costMs = this.#lastWhole.costMs ? (this.#lastWhole.costMs + looked.costMs) / 2 : looked.costMs;
    this.#lastWhole = { ...looked, costMs, everyMs: 0 };
    this.#lastWhole.everyMs = this.#wholeEvery(moving, clock.now());
    confirmed(looked.at, Math.round(this.#lastWhole.everyMs));
  }

  async #lookClosely(moving: Set<ServiceId>): Promise<void> {
    const { nodes, networks, services } = this.#told;
    this.#told = nothing();
    const look: CloseLook = { nodes, networks, services, tasksOf: new Set([...services, ...moving]) };
    this.#lastClose = await this.#parts.looker.close(look);
  }

  /** Resolves when the stream is open, or is known not to open now; goes on by itself from there. */
  async #followEvents(): Promise<void> {
    const { connection, signal, silentMs, log } = this.#parts;
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

  /** If the manager is away, the look that follows at once finds out and ends the session. */
  async #reopenEvents(afterMs: number): Promise<void> {
    const { signal } = this.#parts;
    this.#told.everything = true;
    this.#waker.wake();
    await new Waker().wait(afterMs, signal);
    if (signal.aborted) return;
    await this.#followEvents().catch(() => this.#reopenEvents(afterMs));
    this.#told.everything = true;
    this.#waker.wake();
  }

  readonly #seen = (event: SwarmEvent): void => {
    const now = this.#parts.clock.now();
    if (event.kind === 'node') this.#told.nodes = true;
    else if (event.kind === 'network') this.#told.networks = true;
    else if (event.kind === 'service') {
      const id = event.id as ServiceId;
      this.#told.services.add(id);
      this.#stirred.set(id, now);
      // Its tasks live on for a while, and only a look at everything shows tasks without a service.
      if (event.action === 'remove') this.#hastened = now;
    } else return;
    this.#waker.wake();
  };
}

const nothing = () => ({ nodes: false, networks: false, services: new Set<ServiceId>(), everything: false });
