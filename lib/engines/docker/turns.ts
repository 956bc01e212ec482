/** A limit of concurrent turns for each holder, and for all together. */
export class Turns {
  readonly #limits: { each: number; all: number };
  readonly #held = new Map<string, number>();
  #all = 0;

  constructor(limits: { each: number; all: number }) {
    this.#limits = limits;
  }

  /** Returns the function that releases the turn, once; null where none is free. */
  take(who: string): (() => void) | null {
    const theirs = this.#held.get(who) ?? 0;
    if (this.#all >= this.#limits.all || theirs >= this.#limits.each) return null;
    this.#all += 1;
    this.#held.set(who, theirs + 1);
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.#all -= 1;
      const left = (this.#held.get(who) ?? 1) - 1;
      if (left === 0) this.#held.delete(who);
      else this.#held.set(who, left);
    };
  }
}
