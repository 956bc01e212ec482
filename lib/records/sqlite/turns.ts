/** A first-in, first-out lock with one holder. */
export class Turns {
  #last: Promise<void> = Promise.resolve();

  /** Resolves when all earlier holders have released it, with the function that releases it. */
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
