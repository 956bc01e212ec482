import { isFault } from '#lib/domain/fault';
import type { NodeId, TaskId } from '#lib/domain/ids';
import { byTime, type LogLine } from '#lib/domain/log/log-line';
import type { LivePicture } from '#lib/ports/container';
import type { LogTarget } from '#lib/ports/task-logs';
import { nodesMissingIn, saysOfLogs } from '../faults';
import type { Managers } from '../managers';
import { downPlaces, tasksOf } from './log-places';
import { openLog } from './open-log';

export interface Past {
  /** In order of time. */
  lines: LogLine[];
  /** So many lines, the oldest, were too many to be held. */
  left: number;
  /** So many tasks, the oldest, were too many to be read. */
  tasksLeft: number;
  /** Nodes whose lines could not be had, by the engine's word or its silence. */
  missing: Set<NodeId>;
  /** What else the engine has to say. */
  says: string[];
}

export interface PastAsk {
  target: LogTarget;
  tail: number;
  sinceMs: number | null;
}

interface Readers {
  managers: Managers;
  picture: LivePicture;
  signal: AbortSignal;
}

const MOST_LINES = 20_000;
const MOST_CHARACTERS = 16_000_000;
/** How long a healthy engine is silent between two bytes of what it has at hand. */
const IDLE_MS = 3000;
const AT_ONCE = 4;
const MOST_TASKS = 100;

/**
 * What was written before, read task by task. Asked for a whole service an engine of 20.10 leaves out pieces of it and then hangs (seen
 * each time with ten tasks of 500 lines, and with any dead node); asked for one task it has never failed to give all.
 */
export async function readPast(readers: Readers, ask: PastAsk): Promise<Past> {
  const cluster = readers.picture.cluster();
  const missing = downPlaces(cluster, ask.target);
  const tasks = tasksOf(cluster, ask.target).filter(({ nodeId }) => !missing.has(nodeId));
  const found = new Collected();
  const says = new Set<string>();
  const queue = tasks.slice(0, MOST_TASKS);
  const work = async () => {
    for (let task = queue.shift(); task; task = queue.shift()) {
      if (missing.has(task.nodeId)) continue;
      const one = await readTask(readers, { ...ask, id: task.id });
      found.add(one.lines, one.left);
      for (const text of one.says) says.add(text);
      if (!one.whole) missing.add(task.nodeId);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return { ...found.result(), tasksLeft: Math.max(0, tasks.length - MOST_TASKS), missing, says: [...says] };
}

interface OfTask {
  lines: LogLine[];
  left: number;
  says: string[];
  /** false: its node does not answer. */
  whole: boolean;
}

async function readTask(
  { managers, signal }: Readers,
  { id, tail, sinceMs }: Omit<PastAsk, 'target'> & { id: TaskId },
): Promise<OfTask> {
  const found = new Collected();
  const says = new Set<string>();
  let whole = true;
  const giveUp = new AbortController();
  try {
    const limits = { signal: AbortSignal.any([signal, giveUp.signal]), idleMs: IDLE_MS };
    const ask = { target: { kind: 'task', id }, follow: false, tail, sinceMs } as const;
    for await (const entries of await openLog(managers, ask, limits)) {
      found.add(entries.flatMap((entry) => (entry.kind === 'line' ? [entry.line] : [])));
      for (const entry of entries) {
        if (entry.kind !== 'engine') continue;
        if (nodesMissingIn(entry.text).length > 0) whole = false;
        else says.add(saysOfLogs(entry.text));
      }
    }
  } catch (error) {
    // The swarm may have forgotten the task by the time it is asked for.
    if (!isFault(error, 'not_found') && !isFault(error, 'engine_timeout')) throw error;
    whole = isFault(error, 'not_found');
  } finally {
    giveUp.abort();
  }
  return { ...found.result(), says: [...says].filter((text) => text !== ''), whole };
}

/** The newest of many lines. */
class Collected {
  #lines: LogLine[] = [];
  #characters = 0;
  #left = 0;

  add(lines: readonly LogLine[], left = 0): void {
    for (const line of lines) {
      this.#lines.push(line);
      this.#characters += line.text.length;
    }
    this.#left += left;
    if (this.#lines.length > 2 * MOST_LINES || this.#characters > 2 * MOST_CHARACTERS) this.#trim();
  }

  result(): { lines: LogLine[]; left: number } {
    this.#trim();
    return { lines: this.#lines, left: this.#left };
  }

  #trim(): void {
    this.#lines.sort(byTime);
    let [from, characters] = [this.#lines.length, 0];
    while (from > 0 && this.#lines.length - from < MOST_LINES) {
      const next = characters + (this.#lines[from - 1]?.text.length ?? 0);
      if (next > MOST_CHARACTERS) break;
      characters = next;
      from -= 1;
    }
    this.#left += from;
    this.#lines = this.#lines.slice(from);
    this.#characters = characters;
  }
}
