import type { TaskId } from '../ids';
import { textNumber } from '../text-digest';
import { identityOf, type LogLine } from './log-line';

interface Remembered {
  /** In the order in which they came; numbers, so that no line is held for it. */
  marks: Map<number, string>;
  /** The latest time of those that were forgotten: what is not later has been seen. '' while none was. */
  floor: string;
}

/**
 * Distinguishes repeated lines from new ones. After a break the stream is opened from a little earlier, and a node that
 * returns may begin anew: both repeat. Bounded: beyond `capacity` lines of a task its times alone decide.
 */
export class SeenLines {
  readonly #tasks = new Map<TaskId, Remembered>();
  readonly #capacity: number;

  constructor(capacity = 20_000) {
    this.#capacity = capacity;
  }

  /** Whether it is seen for the first time; from now on it no longer is. */
  isNew(line: LogLine): boolean {
    const known = this.#tasks.get(line.taskId) ?? { marks: new Map<number, string>(), floor: '' };
    this.#tasks.set(line.taskId, known);
    const mark = textNumber(identityOf(line));
    if (line.at <= known.floor || known.marks.has(mark)) return false;
    known.marks.set(mark, line.at);
    for (const [oldest, at] of known.marks) {
      if (known.marks.size <= this.#capacity) break;
      known.marks.delete(oldest);
      if (at > known.floor) known.floor = at;
    }
    return true;
  }
}
