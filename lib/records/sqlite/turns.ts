/** A first-in, first-out lock: one holder at a time, in the order in which they came. */
export class Turns {
  #last: Promise<void> = Promise.resolve();

  /** Resolves once everyone who came before has ended; what it answers lets the next one in. */
  take(): Promise<() => void> {
    const before = this.#last;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#last = promise;
    return before.then(() => resolve);
  }

  async run<T>(work: () => T): Promise<T> {
    const end = await this.take();
    try {
      return work();
    } finally {
      end();
    }
  }
}
