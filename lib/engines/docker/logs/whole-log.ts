import { asFault, faultRecordOf, isFault } from '#lib/domain/fault';
import type { NodeId } from '#lib/domain/ids';
import { byTime, type LogLine } from '#lib/domain/log/log-line';
import type { LivePicture } from '#lib/ports/container';
import type { LogNews, LogTarget, LogViewer } from '#lib/ports/task-logs';
import { nodesMissingIn, reasonWithoutLogs } from '../faults';
import type { Managers } from '../managers';
import { downPlaces, named, tasksOf } from './log-places';
import { openLog } from './open-log';

const BATCH = 500;
const IDLE_MS = 10_000;
/** stdout and stderr are stamped separately and written a moment later, so neighbours may be in the wrong order. */
const HELD = 32;
/** Each is an open response of the engine, all at once. */
const MOST_TASKS = 48;

interface WholeLogOptions {
  managers: Managers;
  picture: LivePicture;
  target: LogTarget;
  sinceMs: number | null;
}

/**
 * All lines in order of time, with only a few pieces of each task in memory: the engine returns each task's lines in
 * order, and they are merged as fast as they are read.
 */
export class WholeLog implements LogViewer {
  readonly #aborter = new AbortController();
  readonly #onClose: () => void;
  readonly #news: AsyncGenerator<LogNews>;
  #over = false;

  constructor(options: WholeLogOptions, onClose: () => void) {
    this.#onClose = onClose;
    this.#news = newsOf(options, this.#aborter.signal);
  }

  async next(): Promise<LogNews | null> {
    if (this.#over) return null;
    const step = await this.#news.next();
    if (!step.done) return step.value;
    this.close();
    return null;
  }

  close(): void {
    if (this.#over) return;
    this.#over = true;
    this.#aborter.abort();
    this.#onClose();
  }
}

async function* newsOf(options: WholeLogOptions, signal: AbortSignal): AsyncGenerator<LogNews> {
  const { picture, target } = options;
  const cluster = picture.cluster();
  const missing = downPlaces(cluster, target);
  const tasks = tasksOf(cluster, target);
  const readable = tasks.filter(({ nodeId }) => !missing.has(nodeId));
  const engineTexts = new Set<string>();
  const cursors = readable
    .slice(0, MOST_TASKS)
    .map(({ id, nodeId }) => new Cursor(options, { kind: 'task', id }, nodeId, { missing, engineTexts }, signal));
  if (readable.length > MOST_TASKS) yield { kind: 'tasks-left-out', count: readable.length - MOST_TASKS };
  try {
    await Promise.all(cursors.map((cursor) => cursor.advance()));
    let batch: LogLine[] = [];
    for (;;) {
      const first = earliest(cursors);
      if (!first?.line) break;
      batch.push(first.line);
      const coming = first.advance();
      if (coming) await coming;
      if (batch.length < BATCH) continue;
      yield { kind: 'lines', lines: batch };
      batch = [];
    }
    if (batch.length > 0) yield { kind: 'lines', lines: batch };
    if (missing.size > 0) yield { kind: 'missing', nodes: named(cluster, missing) };
    for (const text of engineTexts) yield { kind: 'engine', text };
    yield { kind: 'end', fault: null };
  } catch (error) {
    if (signal.aborted) return;
    yield { kind: 'end', fault: faultRecordOf(asFault(error)) };
  }
}

function earliest(cursors: readonly Cursor[]): Cursor | null {
  let found: Cursor | null = null;
  for (const cursor of cursors)
    if (cursor.line && (!found?.line || byTime(cursor.line, found.line) < 0)) found = cursor;
  return found;
}

/** One task's lines, one by one. */
class Cursor {
  /** The task's next line; null at the end. */
  line: LogLine | null = null;
  #waiting: LogLine[] = [];
  #at = 0;
  readonly #batches: AsyncGenerator<LogLine[]>;

  constructor(
    options: WholeLogOptions,
    target: LogTarget,
    node: NodeId,
    notes: { missing: Set<NodeId>; engineTexts: Set<string> },
    signal: AbortSignal,
  ) {
    this.#batches = batchesOf(options, target, node, notes, signal);
  }

  /** null when the next line is available without waiting. */
  advance(): Promise<void> | null {
    this.line = this.#waiting[this.#at++] ?? null;
    return this.line ? null : this.#fetch();
  }

  async #fetch(): Promise<void> {
    for (;;) {
      const { done, value } = await this.#batches.next();
      if (done) return;
      if (value.length === 0) continue;
      [this.#waiting, this.#at, this.line] = [value, 1, value[0] ?? null];
      return;
    }
  }
}

async function* batchesOf(
  { managers, sinceMs }: WholeLogOptions,
  target: LogTarget,
  node: NodeId,
  notes: { missing: Set<NodeId>; engineTexts: Set<string> },
  signal: AbortSignal,
): AsyncGenerator<LogLine[]> {
  let held: LogLine[] = [];
  try {
    const ask = { target, follow: false, tail: null, sinceMs };
    for await (const entries of await openLog(managers, ask, { signal, idleMs: IDLE_MS })) {
      held = [...held, ...entries.flatMap((entry) => (entry.kind === 'line' ? [entry.line] : []))].sort(byTime);
      yield held.splice(0, Math.max(0, held.length - HELD));
      for (const entry of entries) {
        if (entry.kind !== 'engine') continue;
        const away = nodesMissingIn(entry.text) as NodeId[];
        for (const id of away) notes.missing.add(id);
        if (away.length === 0) notes.engineTexts.add(reasonWithoutLogs(entry.text));
      }
    }
  } catch (error) {
    if (!isFault(error, 'not_found') && !isFault(error, 'engine_timeout')) throw error;
    if (isFault(error, 'engine_timeout')) notes.missing.add(node);
  }
  yield held;
}
