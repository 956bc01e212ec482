const MOST = 1024;
const FEW = MOST / 4;

/**
 * Values in a total order, cut into chunks: one is put in, taken out or exchanged for the price of a search and a move
 * within a chunk, where one array of 100,000 would move half of it each time.
 */
export class OrderedList<Value> {
  #compare: (a: Value, b: Value) => number;
  #chunks: Value[][] = [];
  #size = 0;

  /** `sorted` must be in the order of `compare`, which is 0 for no two values that are both held. */
  constructor(compare: (a: Value, b: Value) => number, sorted: readonly Value[] = []) {
    this.#compare = compare;
    this.#size = sorted.length;
    for (let from = 0; from < sorted.length; from += MOST / 2) this.#chunks.push(sorted.slice(from, from + MOST / 2));
  }

  get size(): number {
    return this.#size;
  }

  get first(): Value | undefined {
    return this.#chunks[0]?.[0];
  }

  slice(from: number, to: number): Value[] {
    const found: Value[] = [];
    let start = 0;
    for (const chunk of this.#chunks) {
      if (start >= to) break;
      if (start + chunk.length > from) found.push(...chunk.slice(Math.max(0, from - start), to - start));
      start += chunk.length;
    }
    return found;
  }

  add(value: Value): void {
    this.#size += 1;
    const at = Math.min(this.#chunkFor(value), this.#chunks.length - 1);
    const chunk = this.#chunks[at];
    if (!chunk) {
      this.#chunks.push([value]);
      return;
    }
    chunk.splice(this.#placeIn(chunk, value), 0, value);
    if (chunk.length > MOST) this.#chunks.splice(at + 1, 0, chunk.splice(MOST / 2));
  }

  /** false where no value held is equal to this one in the order. */
  remove(value: Value): boolean {
    const at = this.#chunkFor(value);
    const chunk = this.#chunks[at];
    if (!chunk) return false;
    const place = this.#placeIn(chunk, value);
    const held = chunk[place];
    if (held === undefined || this.#compare(held, value) !== 0) return false;
    chunk.splice(place, 1);
    this.#size -= 1;
    if (chunk.length < FEW) this.#join(at);
    return true;
  }

  /** Takes the place of the value that is equal to it in the order; false where there is none. */
  replace(value: Value): boolean {
    const chunk = this.#chunks[this.#chunkFor(value)];
    if (!chunk) return false;
    const place = this.#placeIn(chunk, value);
    const held = chunk[place];
    if (held === undefined || this.#compare(held, value) !== 0) return false;
    chunk[place] = value;
    return true;
  }

  /** The first chunk that does not end before the value; their number where all do. */
  #chunkFor(value: Value): number {
    return firstWhere(this.#chunks.length, (index) => {
      const last = this.#chunks[index]?.at(-1);
      return last !== undefined && this.#compare(last, value) >= 0;
    });
  }

  #placeIn(chunk: readonly Value[], value: Value): number {
    return firstWhere(chunk.length, (index) => this.#compare(chunk[index] as Value, value) >= 0);
  }

  #join(at: number): void {
    const chunk = this.#chunks[at];
    const next = this.#chunks[at + 1];
    if (chunk?.length === 0) this.#chunks.splice(at, 1);
    else if (chunk && next && chunk.length + next.length <= MOST) {
      chunk.push(...next);
      this.#chunks.splice(at + 1, 1);
    }
  }
}

/** The first index from which on `holds` is true; `length` where it never is. */
function firstWhere(length: number, holds: (index: number) => boolean): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
