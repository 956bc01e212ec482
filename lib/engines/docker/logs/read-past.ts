import { isFault } from '#lib/domain/fault';
import type { NodeId } from '#lib/domain/ids';
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
 * What was written before. One read of the whole service where all its nodes are up; else task by task, because an engine of 20.10 asked
 * for a service with a dead node answers with holes, or never ends.
 */
export async function readPast(readers: Readers, ask: PastAsk): Promise<Past> {
  const cluster = readers.picture.cluster();
  const missing = downPlaces(cluster, ask.target);
  if (ask.target.kind === 'task') {
    if (missing.size > 0) return { lines: [], left: 0, missing, says: [] };
    return readOne(readers, ask);
  }
  if (missing.size === 0) {
    const whole = await readOne(readers, ask);
    if (whole.missing.size === 0 && whole.ended) return whole;
    for (const id of whole.missing) missing.add(id);
  }
  const tasks = tasksOf(cluster, ask.target)
    .filter(({ nodeId }) => !missing.has(nodeId))
    .slice(0, MOST_TASKS);
  const found = new Collected();
  const says = new Set<string>();
  const queue = [...tasks];
  const work = async () => {
    for (let task = queue.shift(); task; task = queue.shift()) {
      if (missing.has(task.nodeId)) continue;
      const one = await readOne(readers, { ...ask, target: { kind: 'task', id: task.id } });
      found.add(one.lines, one.left);
      for (const text of one.says) says.add(text);
      if (!one.ended || one.missing.size > 0) missing.add(task.nodeId);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return { ...found.result(), missing, says: [...says] };
}

async function readOne({ managers, signal }: Readers, ask: PastAsk): Promise<Past & { ended: boolean }> {
  const found = new Collected();
  const [missing, says] = [new Set<NodeId>(), new Set<string>()];
  let ended = false;
  const giveUp = new AbortController();
  try {
    const limits = { signal: AbortSignal.any([signal, giveUp.signal]), idleMs: IDLE_MS };
    for await (const entries of await openLog(managers, { ...ask, follow: false }, limits)) {
      found.add(entries.flatMap((entry) => (entry.kind === 'line' ? [entry.line] : [])));
      for (const entry of entries) {
        if (entry.kind !== 'engine') continue;
        const away = nodesMissingIn(entry.text);
        for (const id of away) missing.add(id as NodeId);
        if (away.length === 0) says.add(saysOfLogs(entry.text));
      }
    }
    ended = true;
  } catch (error) {
    // A task may be gone by the time it is asked for; one that hangs is told by its node. That nobody serves is another matter.
    const single = ask.target.kind === 'task';
    const gone = single && isFault(error, 'not_found');
    if (!gone && !isFault(error, 'engine_timeout')) throw error;
    ended = gone;
  } finally {
    giveUp.abort();
  }
  return { ...found.result(), missing, says: [...says], ended };
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
