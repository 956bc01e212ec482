import { asFault, type Fault, isFault } from '#lib/domain/fault';
import type { TaskId } from '#lib/domain/ids';
import type { LogEntry } from '#lib/domain/log/log-reader';
import type { Clock } from '#lib/ports/clock';
import { Waker } from '../feed/waker';
import type { Managers } from '../managers';
import { openLog } from './open-log';

export interface StreamListener {
  take(entries: readonly LogEntry[]): void;
  /** null: it is open. Otherwise why it is not; it is retried. */
  stands(task: TaskId, fault: Fault | null): void;
}

const RETRY_MS = [300, 700, 1500, 3000, 5000];
/** How far a reopened stream reaches back, by the clock of the task's own node. */
const BACK_MS = 1000;
/** How many lines a first stream repeats, so that none is lost between the backlog and the stream. */
const OVERLAP = 200;

/**
 * The engine's streams, one per task for all its viewers. One for a whole service would be cheaper, but an engine of
 * 20.10 then silently leaves out tasks or parts of them (one in ten, more during other reads).
 */
export class StreamPool {
  readonly #managers: Managers;
  readonly #clock: Clock;
  readonly #most: number;
  readonly #streams = new Map<TaskId, TaskStream>();

  constructor(managers: Managers, clock: Clock, most: number) {
    this.#managers = managers;
    this.#clock = clock;
    this.#most = most;
  }

  get room(): number {
    return this.#most - this.#streams.size;
  }

  /** Returns the unsubscriber; null when there is no room. `whole`: from the task's first line on. */
  follow(task: TaskId, whole: boolean, listener: StreamListener): (() => void) | null {
    let stream = this.#streams.get(task);
    if (!stream) {
      if (this.room <= 0) return null;
      stream = new TaskStream(task, whole, this.#managers, this.#clock);
      this.#streams.set(task, stream);
    }
    const followed = stream;
    followed.listeners.add(listener);
    return () => {
      followed.listeners.delete(listener);
      if (followed.listeners.size > 0 || this.#streams.get(task) !== followed) return;
      this.#streams.delete(task);
      followed.stop();
    };
  }

  renew(task: TaskId): void {
    this.#streams.get(task)?.renew();
  }

  renewAll(): void {
    for (const stream of this.#streams.values()) stream.renew();
  }
}

class TaskStream {
  readonly listeners = new Set<StreamListener>();
  readonly #task: TaskId;
  readonly #whole: boolean;
  readonly #managers: Managers;
  readonly #clock: Clock;
  readonly #life = new AbortController();
  readonly #waker = new Waker();
  #stream: AbortController | null = null;
  #lastAt: string | null = null;

  constructor(task: TaskId, whole: boolean, managers: Managers, clock: Clock) {
    this.#task = task;
    this.#whole = whole;
    this.#managers = managers;
    this.#clock = clock;
    void this.#run();
  }

  stop(): void {
    this.#life.abort();
  }

  renew(): void {
    this.#stream?.abort();
    this.#waker.wake();
  }

  async #run(): Promise<void> {
    for (let failures = 0; !this.#life.signal.aborted; ) {
      const stream = new AbortController();
      this.#stream = stream;
      const openedAt = this.#clock.now();
      let fault: Fault | null = null;
      try {
        const signal = AbortSignal.any([this.#life.signal, stream.signal]);
        const entries = await openLog(this.#managers, this.#ask(), { signal });
        this.#report(null);
        for await (const some of entries) this.#take(some);
      } catch (error) {
        fault = asFault(error);
      }
      const isRenewed = stream.signal.aborted;
      stream.abort();
      // The swarm has removed the task, so no more lines will come.
      if (this.#life.signal.aborted || isFault(fault, 'not_found')) return;
      if (isRenewed) continue;
      failures = this.#clock.now() - openedAt > 10_000 ? 0 : failures + 1;
      if (fault) this.#report(fault);
      await this.#waker.wait(RETRY_MS[Math.min(failures, RETRY_MS.length - 1)] ?? 0, this.#life.signal);
    }
  }

  #ask() {
    const target = { kind: 'task', id: this.#task } as const;
    if (this.#lastAt !== null) return { target, follow: true, tail: null, sinceMs: Date.parse(this.#lastAt) - BACK_MS };
    return { target, follow: true, tail: this.#whole ? null : OVERLAP, sinceMs: null };
  }

  #take(entries: readonly LogEntry[]): void {
    for (const entry of entries)
      if (entry.kind === 'line' && (this.#lastAt === null || entry.line.at > this.#lastAt))
        this.#lastAt = entry.line.at;
    for (const listener of this.listeners) listener.take(entries);
  }

  #report(fault: Fault | null): void {
    for (const listener of this.listeners) listener.stands(this.#task, fault);
  }
}
