import { isFault } from '#lib/domain/fault';
import type { NodeId, TaskId } from '#lib/domain/ids';
import { byTime, type LogLine } from '#lib/domain/log/log-line';
import type { LivePicture } from '#lib/ports/container';
import type { LogTarget } from '#lib/ports/task-logs';
import { nodesMissingIn, reasonWithoutLogs } from '../faults';
import type { Managers } from '../managers';
import { downPlaces, tasksOf } from './log-places';
import { openLog } from './open-log';

export interface Past {
  /** In order of time. */
  lines: LogLine[];
  /** The number of omitted lines, the oldest. */
  left: number;
  /** The number of omitted tasks, the oldest. */
  tasksLeft: number;
  /** Nodes whose lines are missing, as the engine reports or because it was silent. */
  missing: Set<NodeId>;
  /** Texts of the engine that are no log lines. */
  engineTexts: string[];
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
/** The longest that a healthy engine is silent between two bytes of stored lines. */
const IDLE_MS = 3000;
const AT_ONCE = 4;
const MOST_TASKS = 100;
/** Lines of a first look, of so many tasks at most: enough for a high screen, and some to scroll. */
const SCREENFUL = 300;
const LOOKED_AT = 24;

/**
 * The backlog, read task by task. For a whole service an engine of 20.10 leaves out pieces and then hangs (each time
 * with ten tasks of 500 lines, and with any dead node); for one task it has always returned all.
 */
export async function readPast(readers: Readers, ask: PastAsk): Promise<Past> {
  const cluster = readers.picture.cluster();
  const missing = downPlaces(cluster, ask.target);
  const tasks = tasksOf(cluster, ask.target).filter(({ nodeId }) => !missing.has(nodeId));
  const found = new Collected();
  const engineTexts = new Set<string>();
  await eachOf(tasks.slice(0, MOST_TASKS), readers.signal, async ({ id, nodeId }, signal) => {
    if (missing.has(nodeId)) return;
    // A tail counts pieces of 16 KiB, so it may begin within a line: one more piece is read, and an incomplete first
    // line is dropped.
    const one = await readTask({ ...readers, signal }, { ...ask, tail: ask.tail + 1, id });
    if (one.pieces <= ask.tail) found.add(one.lines, one.left);
    else if (one.left > 0) found.add(one.lines, one.left - 1);
    else found.add(withoutEarliest(one.lines));
    for (const text of one.engineTexts) engineTexts.add(text);
    if (!one.whole) missing.add(nodeId);
  });
  return {
    ...found.result(),
    tasksLeft: Math.max(0, tasks.length - MOST_TASKS),
    missing,
    engineTexts: [...engineTexts],
  };
}

/**
 * The newest lines of the newest tasks, in order of time: a first look before all is read. After `soonMs` it returns
 * what has arrived, after `mostMs` nothing. No line is cut, and of lines with the same time all are here or none, so
 * that later lines all belong before them.
 */
export async function readNewest(
  readers: Readers,
  ask: Omit<PastAsk, 'tail'>,
  { soonMs, mostMs }: { soonMs: number; mostMs: number },
): Promise<LogLine[]> {
  const cluster = readers.picture.cluster();
  const missing = downPlaces(cluster, ask.target);
  const tasks = tasksOf(cluster, ask.target)
    .filter(({ nodeId }) => !missing.has(nodeId))
    .slice(0, LOOKED_AT);
  const tail = Math.ceil(SCREENFUL / Math.max(1, tasks.length));
  const lines: LogLine[] = [];
  const enough = new AbortController();
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    if (lines.length > 0) enough.abort();
  }, soonMs);
  const over = AbortSignal.any([readers.signal, enough.signal, AbortSignal.timeout(mostMs)]);
  const reading = eachOf(tasks, over, async ({ id }, signal) => {
    const one = await readTask({ ...readers, signal }, { ...ask, tail, id });
    if (!signal.aborted) lines.push(...(one.pieces < tail ? one.lines : withoutFirstTimes(one.lines)));
    if (isLate && lines.length > 0) enough.abort();
  });
  const late = new Promise<void>((resolve) => over.addEventListener('abort', () => resolve(), { once: true }));
  // The full read reports why a task cannot be read.
  await Promise.race([reading.catch(() => undefined), late]);
  clearTimeout(timer);
  enough.abort();
  return [...lines].sort(byTime);
}

function withoutEarliest(lines: readonly LogLine[]): LogLine[] {
  const [first] = [...lines].sort(byTime);
  return lines.filter((line) => line !== first);
}

/** The first lines of a bounded response may be incomplete, or follow omitted ones of the same time. */
function withoutFirstTimes(lines: readonly LogLine[]): LogLine[] {
  const first = new Map<LogLine['channel'], string>();
  for (const { channel, at } of lines) if (!first.has(channel)) first.set(channel, at);
  const times = new Set(first.values());
  return lines.filter(({ at }) => !times.has(at));
}

/** A few at a time. When one throws, the others are aborted and no more are started; throws when all have ended. */
async function eachOf<Item>(
  items: readonly Item[],
  outer: AbortSignal,
  act: (item: Item, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const queue = [...items];
  const failures: unknown[] = [];
  const stop = new AbortController();
  const signal = AbortSignal.any([outer, stop.signal]);
  const work = async () => {
    try {
      for (let item = queue.shift(); item && !signal.aborted; item = queue.shift()) await act(item, signal);
    } catch (error) {
      failures.push(error);
      stop.abort();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  // A combined signal is retained by its longer-lived sources while it has listeners.
  stop.abort();
  if (failures.length > 0) throw failures[0];
  outer.throwIfAborted();
}

interface OfTask {
  lines: LogLine[];
  left: number;
  /** The number of lines as the engine counts them. */
  pieces: number;
  engineTexts: string[];
  /** false: its node does not respond. */
  whole: boolean;
}

async function readTask(
  { managers, signal }: Readers,
  { id, tail, sinceMs }: Omit<PastAsk, 'target'> & { id: TaskId },
): Promise<OfTask> {
  const found = new Collected();
  const engineTexts = new Set<string>();
  let [whole, pieces] = [true, 0];
  const giveUp = new AbortController();
  try {
    const limits = { signal: AbortSignal.any([signal, giveUp.signal]), idleMs: IDLE_MS };
    const ask = { target: { kind: 'task', id }, follow: false, tail, sinceMs } as const;
    for await (const entries of await openLog(managers, ask, limits)) {
      found.add(entries.flatMap((entry) => (entry.kind === 'line' ? [entry.line] : [])));
      for (const entry of entries) {
        if (entry.kind === 'line') pieces += entry.pieces;
        else if (nodesMissingIn(entry.text).length > 0) whole = false;
        else engineTexts.add(reasonWithoutLogs(entry.text));
      }
    }
  } catch (error) {
    // The swarm may have removed the task meanwhile.
    if (!isFault(error, 'not_found') && !isFault(error, 'engine_timeout')) throw error;
    whole = isFault(error, 'not_found');
  } finally {
    giveUp.abort();
  }
  return { ...found.result(), pieces, engineTexts: [...engineTexts].filter((text) => text !== ''), whole };
}

/** Keeps the newest of many lines. */
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
