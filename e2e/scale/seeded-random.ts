/** Numbers that look random and are the same for the same seed (mulberry32). */
export class SeededRandom {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** From 0 up to before 1. */
  next = (): number => {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };

  /** From 0 up to before `below`. */
  whole = (below: number): number => Math.floor(this.next() * below);

  pick = <Value>(values: readonly Value[]): Value => values[this.whole(values.length)] as Value;

  chance = (share: number): boolean => this.next() < share;

  word(alphabet: string, length: number): string {
    let word = '';
    for (let at = 0; at < length; at++) word += alphabet[this.whole(alphabet.length)];
    return word;
  }

  /** As SwarmKit makes them: 25 digits to the base of 36. */
  id = (): string => this.word('0123456789abcdefghijklmnopqrstuvwxyz', 25);

  hex = (length: number): string => this.word('0123456789abcdef', length);
}
