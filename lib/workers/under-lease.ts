import { pause } from '#lib/limits/pause';
import type { HeldLease, Leases } from '#lib/ports/leases';
import type { Log } from '#lib/ports/log';

export interface Term {
  lease: HeldLease;
  /** Aborted when the lease could not be renewed, or on shutdown: nothing may be begun after that. */
  signal: AbortSignal;
}

export interface LeasedWork {
  name: string;
  leases: Leases;
  log: Log;
  /** Works until the signal is aborted; if it ends or fails earlier, it is started again after a while. */
  work(term: Term): Promise<void>;
  lifeMs?: number;
}

const LIFE_MS = 30_000;

/**
 * Work for one console at a time. It keeps trying to acquire the lease, works while holding it, and stops when it is
 * lost.
 */
export class UnderLease {
  readonly #leased: LeasedWork;
  readonly #lifeMs: number;
  readonly #end = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(leased: LeasedWork) {
    this.#leased = leased;
    this.#lifeMs = leased.lifeMs ?? LIFE_MS;
  }

  start(): void {
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#end.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { name, leases, log } = this.#leased;
    const { signal } = this.#end;
    while (!signal.aborted) {
      const begun = performance.now();
      const lease = await leases.acquire(name, this.#lifeMs).catch((err: unknown) => {
        log.debug({ err, lease: name }, 'a lease could not be asked for');
        return null;
      });
      if (lease) await this.#hold(lease, begun);
      await pause(this.#lifeMs / 6, signal);
    }
  }

  async #hold(lease: HeldLease, begun: number): Promise<void> {
    const { leases, log, work } = this.#leased;
    const ours = new AbortController();
    const signal = AbortSignal.any([this.#end.signal, ours.signal]);
    log.debug({ lease: lease.name, fence: lease.fence }, 'a lease is held');
    const kept = this.#keep(lease, begun, ours);
    try {
      await work({ lease, signal });
    } catch (err) {
      if (!signal.aborted) log.warn({ err, lease: lease.name }, 'work under a lease failed; it is begun again');
    } finally {
      ours.abort();
      await kept;
      await leases.release(lease).catch(() => undefined);
    }
  }

  /**
   * By this machine's monotonic clock the lease ends no later than by the database's, because it was requested before
   * its term began.
   */
  async #keep(lease: HeldLease, begun: number, ours: AbortController): Promise<void> {
    const { leases, log } = this.#leased;
    let good = begun;
    while (!ours.signal.aborted && !this.#end.signal.aborted) {
      await pause(this.#lifeMs / 3, AbortSignal.any([ours.signal, this.#end.signal]));
      if (ours.signal.aborted || this.#end.signal.aborted) return;
      const requestedAt = performance.now();
      const left = this.#lifeMs - (requestedAt - good);
      const renewed = left > 0 && (await within(left, leases.renew(lease, this.#lifeMs)));
      if (renewed === true) good = requestedAt;
      else if (renewed === false || performance.now() - good >= this.#lifeMs) {
        log.warn({ lease: lease.name, fence: lease.fence }, 'a lease was lost: its work stops here');
        ours.abort();
      }
    }
  }
}

/** null: no answer in time, or none at all. */
async function within(ms: number, answer: Promise<boolean>): Promise<boolean | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), ms);
  });
  try {
    return await Promise.race([answer.catch(() => null), late]);
  } finally {
    clearTimeout(timer);
  }
}
