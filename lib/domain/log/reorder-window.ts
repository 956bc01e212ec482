import { byTime, type LogLine } from './log-line';

/**
 * Lines of several nodes arrive in bunches, each node's in order. Held for a moment they come out in order of time;
 * what is later than that comes out late rather than never.
 */
export class ReorderWindow {
  readonly #heldMs: number;
  #held: { line: LogLine; since: number }[] = [];

  constructor(heldMs: number) {
    this.#heldMs = heldMs;
  }

  push(line: LogLine, now: number): void {
    this.#held.push({ line, since: now });
  }

  get isEmpty(): boolean {
    return this.#held.length === 0;
  }

  /** All that is not after the latest line that has waited long enough, in order. */
  due(now: number): LogLine[] {
    const ripe = this.#held.filter(({ since }) => now - since >= this.#heldMs);
    const last = ripe
      .map(({ line }) => line.at)
      .sort()
      .at(-1);
    if (last === undefined) return [];
    const due = this.#held.filter(({ line }) => line.at <= last);
    this.#held = this.#held.filter(({ line }) => line.at > last);
    return due.map(({ line }) => line).sort(byTime);
  }

  /** All of them, without waiting. */
  flush(): LogLine[] {
    const out = this.#held.map(({ line }) => line).sort(byTime);
    this.#held = [];
    return out;
  }
}
