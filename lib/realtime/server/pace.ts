/**
 * Paces work that many request: the first at once, further ones together, at a distance that grows with its cost, so
 * that it never takes more than about a fifth of the process's time. Long work does a part and requests another run.
 */
export class Pace {
  #timer: NodeJS.Timeout | null = null;
  #requested = false;
  #work: () => boolean;
  #least: number;
  #most: number;

  /** `work` returns whether it must run again; distances are ms. `most` is for work that is known to be short. */
  constructor(work: () => boolean, { least, most = Number.POSITIVE_INFINITY }: { least: number; most?: number }) {
    this.#work = work;
    this.#least = least;
    this.#most = most;
  }

  ask(): void {
    if (this.#timer) this.#requested = true;
    else this.#run();
  }

  stop(): void {
    if (this.#timer) clearTimeout(this.#timer);
  }

  #run(): void {
    const begun = performance.now();
    this.#requested = this.#work();
    const costMs = performance.now() - begun;
    const distance = Math.min(this.#most, Math.max(this.#least, costMs * 4));
    this.#timer = setTimeout(() => {
      this.#timer = null;
      if (this.#requested) this.#run();
    }, distance);
  }
}
