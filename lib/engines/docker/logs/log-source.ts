import { asFault, Fault, type FaultRecord, faultRecordOf } from '#lib/domain/fault';
import type { NodeId, TaskId } from '#lib/domain/ids';
import { identityOf, type LogLine, lastOfEachTask, mergeByTime } from '#lib/domain/log/log-line';
import type { LogEntry } from '#lib/domain/log/log-reader';
import { ReorderWindow } from '#lib/domain/log/reorder-window';
import { SeenLines } from '#lib/domain/log/seen-lines';
import { isOver } from '#lib/domain/task/task';
import { pause } from '#lib/limits/pause';
import type { Clock } from '#lib/ports/clock';
import type { LivePicture } from '#lib/ports/container';
import type { LogRequest, LogTarget, LogViewer } from '#lib/ports/task-logs';
import { nodesMissingIn, reasonWithoutLogs } from '../faults';
import type { Managers } from '../managers';
import { downPlaces, isDown, isKnown, named, tasksOf } from './log-places';
import { LogQueue } from './log-queue';
import { type Past, type PastAsk, readNewest, readPast } from './read-past';
import type { StreamPool } from './stream-pool';

export interface LogSourceOptions {
  target: LogTarget;
  managers: Managers;
  picture: LivePicture;
  clock: Clock;
  pool: StreamPool;
  /** Limits concurrent reads of the backlog. */
  inTurn<Result>(read: () => Promise<Result>): Promise<Result>;
  /** Limits concurrent first looks; rejects after a short wait. */
  lookInTurn<Result>(look: () => Promise<Result>): Promise<Result>;
  /** Called once, when the last viewer has left or nothing can be followed any more. */
  onOver(source: LogSource): void;
}

type PastRange = Omit<PastAsk, 'target'>;

interface Followed {
  leave: () => void;
  nodeId: NodeId;
  /** When the task ended; its stream is kept a moment longer for its last lines. */
  overSince: number | null;
  /** Whether its node was down at the last look. */
  nodeDown: boolean;
}

/** How long a line is held, so that a slightly older one from another node can precede it. */
const HELD_MS = 200;
const TICK_MS = 100;
const LOOK_MS = 500;
const MOST_HELD = 20_000;
/** Per target: each task is a stream of the engine. */
const MOST_TASKS = 64;
const LAST_WORDS_MS = 10_000;
const RETRY_MS = 2000;
/** How long a viewer's first look may delay the read of the whole backlog. */
const FIRST_LOOK = { soonMs: 400, mostMs: 1500 };
/** How long the engine's report of a missing node overrides the live picture, which learns it later. */
const WORD_MS = 20_000;

/** Shared by all viewers of one service or task: its streams, and recent lines for the next viewer. */
export class LogSource {
  readonly #options: LogSourceOptions;
  readonly #viewers = new Set<LogQueue>();
  readonly #life = new AbortController();
  readonly #seen = new SeenLines();
  readonly #window = new ReorderWindow(HELD_MS);
  readonly #reads = new Map<string, Promise<void>>();
  readonly #firstLooks = new Map<number | null, Promise<LogLine[]>>();
  readonly #followed = new Map<TaskId, Followed>();
  /** Tasks that had ended before: the backlog has all of their lines. */
  readonly #ended = new Set<TaskId>();
  /** When the engine last reported a node as away. */
  readonly #missingSince = new Map<NodeId, number>();
  readonly #faults = new Map<TaskId, FaultRecord>();
  readonly #engineTexts = new Set<string>();
  /** Where each task's backlog begins: older lines that a stream repeats are dropped. */
  readonly #pastFrom = new Map<TaskId, string>();
  readonly #ticking: NodeJS.Timeout;
  #lookedAt = 0;
  #wasKnown = false;
  #stateKey = '';
  #missingKey = '';
  #unfollowed = 0;
  #held: LogLine[] = [];
  #heldFor: PastRange | null = null;
  #left = 0;
  #tasksLeft = 0;

  constructor(options: LogSourceOptions) {
    this.#options = options;
    const cluster = options.picture.cluster();
    for (const task of tasksOf(cluster, options.target)) if (isOver(task)) this.#ended.add(task.id);
    this.#ticking = setInterval(() => this.#tick(), TICK_MS);
    this.#look(true);
  }

  join(request: LogRequest): LogViewer {
    const viewer = new LogQueue((gone) => {
      this.#viewers.delete(gone);
      if (this.#viewers.size === 0) this.stop();
    });
    this.#viewers.add(viewer);
    viewer.publish({ kind: 'state', state: 'reading', fault: null });
    this.#publishMissing(viewer);
    void this.#give(viewer, request);
    return viewer;
  }

  /** Ends its viewers and closes its streams. No fault means that the console shuts down. */
  stop(fault: Fault | null = null): void {
    if (this.#life.signal.aborted) return;
    this.#life.abort();
    clearInterval(this.#ticking);
    for (const { leave } of this.#followed.values()) leave();
    for (const viewer of [...this.#viewers]) {
      if (fault) viewer.end(fault);
      else viewer.close();
    }
    this.#options.onOver(this);
  }

  #tick(): void {
    const now = this.#options.clock.now();
    this.#release(this.#window.due(now));
    if (now - this.#lookedAt >= LOOK_MS) this.#look();
  }

  /** Follows the present tasks, new ones from their first line on. */
  #look(first = false): void {
    const { picture, target, clock, pool } = this.#options;
    const now = clock.now();
    this.#lookedAt = now;
    const cluster = picture.cluster();
    const isThere = isKnown(cluster, target);
    const tasks = tasksOf(cluster, target);
    this.#unfollowed = 0;
    for (const task of tasks) {
      const known = this.#followed.get(task.id);
      if (known) {
        known.overSince = isOver(task) ? (known.overSince ?? now) : null;
        const down = isDown(cluster, known.nodeId);
        // Without this the swarm would resume at the requested start, too late for lines written meanwhile.
        if (known.nodeDown && !down) pool.renew(task.id);
        known.nodeDown = down;
      } else if (!this.#ended.has(task.id) && !(isOver(task) && isDown(cluster, task.nodeId))) {
        const listener = { take: this.#take, stands: this.#stands };
        const leave = this.#followed.size < MOST_TASKS ? pool.follow(task.id, !first, listener) : null;
        if (leave)
          this.#followed.set(task.id, {
            leave,
            nodeId: task.nodeId,
            overSince: isOver(task) ? now : null,
            nodeDown: isDown(cluster, task.nodeId),
          });
        else this.#unfollowed += 1;
      }
    }
    const there = new Set(tasks.map(({ id }) => id));
    for (const [id, { leave, overSince, nodeDown }] of this.#followed) {
      const spoken = overSince !== null && !nodeDown && now - overSince > LAST_WORDS_MS;
      if (there.has(id) && !spoken) continue;
      leave();
      this.#followed.delete(id);
      this.#faults.delete(id);
      this.#ended.add(id);
    }
    this.#publishState();
    this.#publishMissing();
    if (this.#wasKnown && !isThere && this.#followed.size === 0 && picture.status().phase === 'live')
      this.stop(new Fault('not_found', { kind: target.kind, id: target.id }));
    this.#wasKnown ||= isThere;
  }

  #take = (entries: readonly LogEntry[]): void => {
    const now = this.#options.clock.now();
    for (const entry of entries) {
      if (entry.kind === 'engine') this.#noteEngineText(entry.text, now);
      else if (this.#seen.isNew(entry.line)) this.#window.push(entry.line, now);
    }
  };

  #stands = (task: TaskId, fault: Fault | null): void => {
    if (fault) this.#faults.set(task, faultRecordOf(fault));
    else this.#faults.delete(task);
    this.#publishState();
  };

  #release(ripe: readonly LogLine[]): void {
    const lines = ripe.filter(({ taskId, at }) => at >= (this.#pastFrom.get(taskId) ?? ''));
    if (lines.length === 0) return;
    this.#held = mergeByTime(this.#held, lines);
    if (this.#held.length > 1.25 * MOST_HELD) {
      this.#held = this.#held.slice(-MOST_HELD);
      this.#heldFor = null;
    }
    for (const viewer of this.#viewers) if (viewer.begun) viewer.add(lines);
  }

  #noteEngineText(text: string, now: number): void {
    const away = nodesMissingIn(text) as NodeId[];
    for (const id of away) this.#missingSince.set(id, now);
    if (away.length > 0) this.#publishMissing();
    const reason = away.length > 0 ? '' : reasonWithoutLogs(text);
    if (reason === '' || this.#engineTexts.has(reason)) return;
    this.#engineTexts.add(reason);
    for (const viewer of this.#viewers) viewer.publish({ kind: 'engine', text: reason });
  }

  /** Sends a viewer the backlog, from the held lines if they suffice, and lets it follow. */
  async #give(viewer: LogQueue, { tail, sinceMs, newestFirst = false }: LogRequest): Promise<void> {
    const ask = { tail, sinceMs };
    const shown = new Set<string>();
    if (newestFirst && tail > 0 && !this.#covers(ask)) {
      const lines = lastOfEachTask(await this.#firstLook(sinceMs), tail);
      for (const line of lines) shown.add(identityOf(line));
      if (lines.length > 0) viewer.publish({ kind: 'lines', lines });
    }
    while (!viewer.isOver) {
      try {
        if (!this.#covers(ask)) await this.#read({ ...ask, tail: Math.max(1, tail) });
        break;
      } catch (error) {
        const fault = asFault(error);
        if (fault.code === 'not_found') return viewer.end(fault);
        viewer.publish({ kind: 'state', state: 'reconnecting', fault: faultRecordOf(fault) });
        await pause(RETRY_MS, this.#life.signal);
      }
    }
    if (viewer.isOver) return;
    this.#release(this.#window.flush());
    const rest = selected(this.#held, ask).filter((line) => shown.size === 0 || !shown.has(identityOf(line)));
    viewer.begin(rest, tail > 0 ? this.#left : 0, { from: isoOf(sinceMs), newestFirst });
    if (this.#tasksLeft > 0) viewer.publish({ kind: 'tasks-left-out', count: this.#tasksLeft });
    for (const text of this.#engineTexts) viewer.publish({ kind: 'engine', text });
    viewer.publish(this.#state());
    this.#publishMissing(viewer);
  }

  #covers({ tail, sinceMs }: PastRange): boolean {
    const held = this.#heldFor;
    return (
      held !== null && tail <= held.tail && (held.sinceMs === null || (sinceMs !== null && sinceMs >= held.sinceMs))
    );
  }

  /**
   * Concurrent viewers share it. Nothing of it is kept, because the full read repeats it. Empty where it takes too
   * long.
   */
  #firstLook(sinceMs: number | null): Promise<LogLine[]> {
    const known = this.#firstLooks.get(sinceMs);
    if (known) return known;
    const { managers, picture, target, lookInTurn } = this.#options;
    const readers = { managers, picture, signal: this.#life.signal };
    const looking = lookInTurn(() => readNewest(readers, { target, sinceMs }, FIRST_LOOK))
      .catch(() => [])
      .finally(() => this.#firstLooks.delete(sinceMs));
    this.#firstLooks.set(sinceMs, looking);
    return looking;
  }

  /** Concurrent viewers share one read. */
  #read(ask: PastRange): Promise<void> {
    const key = `${ask.tail} ${ask.sinceMs}`;
    const known = this.#reads.get(key);
    if (known) return known;
    const { managers, picture, target, inTurn } = this.#options;
    const readers = { managers, picture, signal: this.#life.signal };
    const reading = inTurn(() => readPast(readers, { target, ...ask }))
      .then((past) => this.#hold(past, ask))
      .finally(() => this.#reads.delete(key));
    this.#reads.set(key, reading);
    return reading;
  }

  #hold(past: Past, ask: PastRange): void {
    this.#release(this.#window.flush());
    const known = new Set(this.#held.map(identityOf));
    const added = past.lines.filter((line) => !known.has(identityOf(line)));
    for (const line of added) this.#seen.isNew(line);
    for (const { taskId, at } of past.lines) {
      const from = this.#pastFrom.get(taskId);
      if (from === undefined || at < from) this.#pastFrom.set(taskId, at);
    }
    this.#held = mergeByTime(added, this.#held);
    const before = this.#heldFor;
    this.#heldFor = ask;
    if (before && !this.#covers(before)) this.#heldFor = before;
    this.#left = past.left;
    this.#tasksLeft = past.tasksLeft;
    const { picture, clock } = this.#options;
    for (const id of past.missing) if (!isDown(picture.cluster(), id)) this.#missingSince.set(id, clock.now());
    for (const text of past.engineTexts) this.#engineTexts.add(text);
    this.#publishMissing();
  }

  #state() {
    const [fault = null] = this.#faults.values();
    return {
      kind: 'state',
      state: fault ? 'reconnecting' : 'following',
      fault,
      unfollowed: this.#unfollowed,
    } as const;
  }

  #publishState(): void {
    const state = this.#state();
    const key = JSON.stringify(state);
    if (key === this.#stateKey) return;
    this.#stateKey = key;
    for (const viewer of this.#viewers) if (viewer.begun) viewer.publish(state);
  }

  #publishMissing(only?: LogQueue): void {
    const { picture, clock, target } = this.#options;
    const cluster = picture.cluster();
    const missing = downPlaces(cluster, target);
    for (const [id, at] of this.#missingSince) {
      if (clock.now() - at < WORD_MS || isDown(cluster, id)) missing.add(id);
      else this.#missingSince.delete(id);
    }
    const nodes = named(cluster, missing);
    if (only) {
      if (nodes.length > 0) only.publish({ kind: 'missing', nodes });
      return;
    }
    const key = nodes.map(({ id, hostname }) => `${id} ${hostname}`).join();
    if (key === this.#missingKey) return;
    this.#missingKey = key;
    for (const viewer of this.#viewers) viewer.publish({ kind: 'missing', nodes });
  }
}

function selected(lines: readonly LogLine[], { tail, sinceMs }: PastRange): LogLine[] {
  const since = isoOf(sinceMs);
  return lastOfEachTask(
    lines.filter(({ at }) => at >= since),
    tail,
  );
}

/** In the form of a line's time, so that both compare as text. */
const isoOf = (ms: number | null): string => (ms === null ? '' : new Date(ms).toISOString().slice(0, -1));
