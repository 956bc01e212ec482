export interface LaneOptions {
  /** So many are worked on at a time. */
  width: number;
  /** So many may wait for their turn; more are refused at once. */
  queue: number;
  /** Who has waited for so long is refused. */
  waitMs: number;
  /** The fault of a refusal. None of the refused work was begun. */
  busy(): Error;
}

interface Waiting {
  go(): void;
  refuse(error: unknown): void;
}

/** Bounds how much is in flight: so many at a time, the others in the order in which they came, none for ever. */
export class Lane {
  readonly #options: LaneOptions;
  readonly #waiting = new Set<Waiting>();
  #inFlight = 0;

  constructor(options: LaneOptions) {
    this.#options = options;
  }

  /** Whether nothing is in flight, and so nothing waits. */
  get isIdle(): boolean {
    return this.#inFlight === 0;
  }

  /** Throws what `busy` makes, or the signal's reason when it is aborted before the turn has come. */
  async run<Result>(work: () => Promise<Result>, signal?: AbortSignal): Promise<Result> {
    if (this.#inFlight < this.#options.width) this.#inFlight += 1;
    else await this.#turn(signal);
    try {
      return await work();
    } finally {
      const [next] = this.#waiting;
      // The place is handed over, so that a newcomer cannot take it first.
      if (next) next.go();
      else this.#inFlight -= 1;
    }
  }

  #turn(signal?: AbortSignal): Promise<void> {
    const { queue, waitMs, busy } = this.#options;
    if (this.#waiting.size >= queue) return Promise.reject(busy());
    if (signal?.aborted) return Promise.reject(signal.reason);
    return new Promise((resolve, reject) => {
      const leave = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', gone);
        this.#waiting.delete(waiting);
      };
      const waiting: Waiting = {
        go: () => {
          leave();
          resolve();
        },
        refuse: (error) => {
          leave();
          reject(error);
        },
      };
      const gone = () => waiting.refuse(signal?.reason);
      const timer = setTimeout(() => waiting.refuse(busy()), waitMs);
      signal?.addEventListener('abort', gone, { once: true });
      this.#waiting.add(waiting);
    });
  }
}
