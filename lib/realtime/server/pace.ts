/**
 * Work that many ask for: done at once, and after that for all who asked meanwhile, at a distance that grows with what it
 * costs, so that it never takes more than about a fifth of the process's time. Work that could take long does a part and asks
 * to be done again.
 */
export class Pace {
  #timer: NodeJS.Timeout | null = null;
  #requested = false;
  #work: () => boolean;
  #least: number;
  #most: number;

  /** `work` returns whether it has to be done again; distances are ms. `most` is for work that is known to be short. */
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
