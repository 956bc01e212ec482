import { pause } from '#lib/limits/pause';

interface LaneOptions {
  /** Requests during a run, or this soon after its start, are merged into one more run. */
  gapMs: number;
  /** Runs again after this time without a request. */
  everyMs?: number;
  /** After a failure it runs again by itself. */
  retryMs: number;
  failed(error: unknown): void;
  signal: AbortSignal;
}

/** One kind of read: the first request runs at once, and never two at a time. */
export class Lane {
  readonly #job: () => Promise<void>;
  readonly #options: LaneOptions;
  #requested = false;
  #running = false;
  #began = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;

  constructor(job: () => Promise<void>, options: LaneOptions) {
    this.#job = job;
    this.#options = options;
    options.signal.addEventListener('abort', () => clearTimeout(this.#timer), { once: true });
  }

  ask(): void {
    this.#requested = true;
    if (!this.#running) void this.#run();
  }

  /** Schedules the next run. */
  askLater(): void {
    const { everyMs, signal } = this.#options;
    clearTimeout(this.#timer);
    if (everyMs !== undefined && !signal.aborted) this.#timer = setTimeout(() => this.ask(), everyMs);
  }

  async #run(): Promise<void> {
    const { gapMs, retryMs, failed, signal } = this.#options;
    this.#running = true;
    clearTimeout(this.#timer);
    while (this.#requested && !signal.aborted) {
      const early = this.#began + gapMs - performance.now();
      if (early > 0) await pause(early, signal);
      if (signal.aborted) break;
      this.#requested = false;
      this.#began = performance.now();
      try {
        await this.#job();
      } catch (error) {
        if (signal.aborted) break;
        failed(error);
        await pause(retryMs, signal);
        this.#requested = true;
      }
    }
    this.#running = false;
    this.askLater();
  }
}
