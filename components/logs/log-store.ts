import type { LogMessage } from '#lib/contract/log-stream';
import type { FaultRecord } from '#lib/domain/fault';
import type { NodeId, TaskId } from '#lib/domain/ids';
import type { LogLine } from '#lib/domain/log/log-line';
import { SeenLines } from '#lib/domain/log/seen-lines';
import { entryOf, insertByTime, type LogRow } from './log-entry';
import { isFinal, readStream, recordOf, type StreamRequest } from './log-stream';

export type LogPhase = 'reading' | 'following' | 'reconnecting' | 'ended';

export interface LogPicture {
  /** Mutated; `version` changes with it. Sorted by time. */
  rows: readonly LogRow[];
  version: number;
  /** Rows that arrived after the backlog. */
  fresh: number;
  /** The oldest rows, dropped for new ones. */
  dropped: number;
  /** The oldest of the backlog, which were too many to be sent. */
  left: number;
  /** Lines that arrived while paused; `waitingLost` of them did not fit. */
  waiting: number;
  waitingLost: number;
  paused: boolean;
  phase: LogPhase;
  fault: FaultRecord | null;
  missing: readonly { id: string; hostname: string | null }[];
  unfollowed: number;
  /** Tasks whose backlog is missing. */
  tasksLeft: number;
  /** In the engine's own words. */
  engineTexts: readonly string[];
  /** Tasks in the order in which they first wrote. */
  tasks: readonly { id: TaskId; nodeId: NodeId }[];
}

export const MOST_ROWS = 20_000;
export const MOST_WAITING = 5000;
/** More than are shown, because older lines arriving late must not be mistaken for repeated ones. */
const MOST_REMEMBERED = 2 * MOST_ROWS;
const FLUSH_MS = 80;
const RETRY_MS = [500, 1000, 2000, 5000];
/** How far a resumed stream reaches back, because the nodes' clocks may differ. */
const BACK_MS = 60_000;

const EMPTY: LogPicture = {
  rows: [],
  version: 0,
  fresh: 0,
  dropped: 0,
  left: 0,
  waiting: 0,
  waitingLost: 0,
  paused: false,
  phase: 'reading',
  fault: null,
  missing: [],
  unfollowed: 0,
  tasksLeft: 0,
  engineTexts: [],
  tasks: [],
};

/**
 * The lines of one screen: read, sorted, bounded, and published in batches, so that a flood does not block the page.
 */
export class LogStore {
  #picture = EMPTY;
  #rows: LogRow[] = [];
  #came: LogRow[] = [];
  #waiting: LogRow[] = [];
  #seen = new SeenLines(MOST_REMEMBERED);
  /** Whether the backlog is complete. Until then lines may reach further and further back. */
  #caughtUp = false;
  #nextId = 0;
  #newestAt: string | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #reading: AbortController | null = null;
  readonly #listeners = new Set<() => void>();
  readonly #tasks = new Set<TaskId>();

  picture = (): LogPicture => this.#picture;

  listen = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Starts again. Returns the unsubscriber. */
  start(request: StreamRequest): () => void {
    this.#reading?.abort();
    const reading = new AbortController();
    this.#reading = reading;
    this.#rows = [];
    this.#came = [];
    this.#waiting = [];
    this.#seen = new SeenLines(MOST_REMEMBERED);
    this.#caughtUp = false;
    this.#newestAt = null;
    this.#tasks.clear();
    this.#picture = { ...EMPTY, version: this.#picture.version + 1 };
    this.#notify();
    void this.#run(request, reading.signal);
    return () => reading.abort();
  }

  /** While paused, lines are still read and buffered: at least the newest of them. */
  pause(paused: boolean): void {
    if (paused === this.#picture.paused) return;
    this.#set({ paused });
    if (paused) return;
    const lost = this.#picture.waitingLost;
    const first = this.#waiting[0];
    if (lost > 0 && first)
      this.#came.push({
        kind: 'hole',
        id: this.#nextId++,
        at: first.kind === 'line' ? first.line.at : first.at,
        count: lost,
      });
    this.#came.push(...this.#waiting);
    this.#waiting = [];
    this.#set({ waiting: 0, waitingLost: 0 });
    this.#flush();
  }

  async #run(request: StreamRequest, signal: AbortSignal): Promise<void> {
    for (let failures = 0; !signal.aborted; ) {
      const begun = Date.now();
      try {
        await readStream(this.#resumed(request), (messages) => this.#take(messages, signal), signal);
        if (this.#picture.phase === 'ended') return;
      } catch (error) {
        if (signal.aborted) return;
        const fault = recordOf(error);
        this.#flush();
        this.#set({ phase: isFinal(fault) ? 'ended' : 'reconnecting', fault });
        if (isFinal(fault)) return;
      }
      if (signal.aborted) return;
      if (this.#picture.phase !== 'reconnecting') this.#set({ phase: 'reconnecting', fault: null });
      failures = Date.now() - begun > 10_000 ? 0 : failures + 1;
      await new Promise((over) => setTimeout(over, RETRY_MS[Math.min(failures, RETRY_MS.length) - 1] ?? 500));
    }
  }

  /** Resumes a little before the last line; lines that are here already are left out. */
  #resumed(request: StreamRequest): StreamRequest {
    if (this.#newestAt === null || !this.#caughtUp) return request;
    const since = new Date(Date.parse(this.#newestAt) - BACK_MS).toISOString();
    return { ...request, tail: MOST_ROWS, since };
  }

  #take(messages: LogMessage[], signal: AbortSignal): void {
    if (signal.aborted) return;
    for (const message of messages) {
      switch (message.kind) {
        case 'line':
          this.#takeLine({
            taskId: message.task as TaskId,
            nodeId: message.node as NodeId,
            channel: message.channel,
            at: message.at,
            text: message.text,
            ...(message.cut === undefined ? {} : { cut: message.cut }),
          });
          break;
        case 'skipped':
          this.#put({ kind: 'hole', id: this.#nextId++, at: this.#newestAt ?? '', count: message.count });
          break;
        case 'caught-up':
          this.#flush();
          this.#set({ ...(!this.#caughtUp && { left: message.left }), phase: 'following', fault: null });
          this.#caughtUp = true;
          break;
        case 'state':
          if (message.state === 'reading' && this.#caughtUp) break;
          this.#set({ phase: message.state, fault: message.fault, unfollowed: message.unfollowed ?? 0 });
          break;
        case 'tasks-left-out':
          this.#set({ tasksLeft: message.count });
          break;
        case 'missing':
          this.#set({ missing: message.nodes });
          break;
        case 'engine':
          if (!this.#picture.engineTexts.includes(message.text))
            this.#set({ engineTexts: [...this.#picture.engineTexts, message.text].slice(-5) });
          break;
        case 'end':
          this.#end(message);
          break;
        case 'alive':
          break;
      }
    }
    // The first lines are shown without waiting for a batch.
    if (this.#rows.length === 0 && this.#came.length > 0) this.#flush();
    this.#timer ??= setTimeout(() => this.#flush(), FLUSH_MS);
  }

  #end({ why, fault }: Extract<LogMessage, { kind: 'end' }>): void {
    this.#flush();
    // The console shuts down, or the session must be checked: the next attempt shows which.
    if (why === 'ending' || why === 'not-allowed') this.#set({ phase: 'reconnecting', fault: null });
    else this.#set({ phase: 'ended', fault });
  }

  #takeLine(line: LogLine): void {
    if (!this.#seen.isNew(line)) return;
    if (this.#newestAt === null || line.at > this.#newestAt) this.#newestAt = line.at;
    if (!this.#tasks.has(line.taskId)) {
      this.#tasks.add(line.taskId);
      this.#set({ tasks: [...this.#picture.tasks, { id: line.taskId, nodeId: line.nodeId }] });
    }
    this.#put(entryOf(this.#nextId++, line));
  }

  #put(row: LogRow): void {
    (this.#picture.paused ? this.#waiting : this.#came).push(row);
  }

  #flush(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const tooMany = this.#waiting.length - MOST_WAITING;
    if (tooMany > 0) this.#waiting = this.#waiting.slice(tooMany);
    const lost = this.#picture.waitingLost + Math.max(0, tooMany);
    if (this.#waiting.length !== this.#picture.waiting || lost !== this.#picture.waitingLost)
      this.#set({ waiting: this.#waiting.length, waitingLost: lost });
    if (this.#came.length === 0) return;
    insertByTime(this.#rows, this.#came);
    const fresh = this.#picture.fresh + (this.#caughtUp ? this.#came.length : 0);
    this.#came = [];
    const beyond = Math.max(0, this.#rows.length - MOST_ROWS);
    if (beyond > 0) this.#rows = this.#rows.slice(beyond);
    const { version, dropped } = this.#picture;
    this.#set({ rows: this.#rows, version: version + 1, fresh, dropped: dropped + beyond });
  }

  #set(change: Partial<LogPicture>): void {
    this.#picture = { ...this.#picture, ...change };
    this.#notify();
  }

  #notify(): void {
    for (const listener of this.#listeners) listener();
  }
}
