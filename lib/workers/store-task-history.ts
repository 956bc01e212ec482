import type { NodeId, TaskId } from '#lib/domain/ids';
import { nodeNames } from '#lib/domain/node/node-name';
import { isOver, type Task } from '#lib/domain/task/task';
import type { StateSeen } from '#lib/domain/task/task-story';
import { pause } from '#lib/limits/pause';
import type { Picture } from '#lib/live/picture/picture';
import type { Clock } from '#lib/ports/clock';
import type { LivePicture } from '#lib/ports/container';
import type { HistoryGaps } from '#lib/ports/history-gaps';
import { LeaseLost, type Leases } from '#lib/ports/leases';
import type { Log } from '#lib/ports/log';
import type { SeenObjects } from '#lib/ports/seen-objects';
import type { TaskHistory, TaskNews } from '#lib/ports/task-history';
import { type Term, UnderLease } from './under-lease';

interface TaskHistoryPorts {
  leases: Leases;
  history: TaskHistory;
  gaps: HistoryGaps;
  seen: SeenObjects;
  picture: Picture;
  live: LivePicture;
  clock: Clock;
  log: Log;
}

/** The pending states of a task. */
interface Waiting {
  task: Task;
  states: StateSeen[];
  goneAt: number | null;
}

/** Rows per statement: some milliseconds of the main thread. */
const BATCH = 40;
/** The pause before the next batch, as a multiple of the last batch's time. */
const REST = 2;
const LEAST_REST_MS = 4;
const GATHER_MS = 400;
/**
 * A task may be observed in the same state again and again (a changing reason for its waiting, say), with thousands of
 * others, so its latest message is written only after this time.
 */
const RESTATED_MS = 30_000;
const RETRY_MS = 2000;
const LOOK_EVERY_MS = 60_000;
const UNWATCHED_MS = 90_000;
/** A shorter interruption loses no end of a task, because the swarm keeps five of a slot. */
const INTERRUPTED_MS = 10_000;
/**
 * The most pending `states`; beyond it, those in the middle of a task's life are dropped. The most pending `tasks`;
 * beyond it, when the database is away for long, the oldest are dropped, which is a gap.
 */
const MOST_WAITING = { states: 300_000, tasks: 300_000 };
const KNOWN_PAGE = 1000;

/**
 * Records every task's states, taken at each commit and written later in small batches. Pending states are held by
 * task, so that a burst never pushes out a final state.
 */
export class StoreTaskHistory {
  readonly #ports: TaskHistoryPorts;
  readonly #leased: UnderLease;
  readonly #most: typeof MOST_WAITING;
  #waiting: Map<TaskId, Waiting> | null = null;
  /** Only the message of these changed. */
  #restated = new Map<TaskId, Waiting>();
  #revision = 0;
  #statesWaiting = 0;
  #merged = 0;
  #dropped = 0;
  #interruptedAt: number | null = null;
  #gap: { since: number; until: number } | null = null;

  constructor(ports: TaskHistoryPorts, most = MOST_WAITING) {
    this.#ports = ports;
    this.#most = most;
    const { leases, log } = ports;
    this.#leased = new UnderLease({ name: 'task-history', leases, log, work: (term) => this.#work(term) });
  }

  start(): void {
    this.#leased.start();
  }

  stop(): Promise<void> {
    return this.#leased.stop();
  }

  /** The number of tasks that wait to be written. */
  get waiting(): number {
    return (this.#waiting?.size ?? 0) + this.#restated.size;
  }

  async #work(term: Term): Promise<void> {
    const { live, clock, log } = this.#ports;
    while (!term.signal.aborted && live.status().phase !== 'live') await pause(500, term.signal);
    if (term.signal.aborted) return;
    this.#waiting = new Map();
    this.#restated.clear();
    this.#statesWaiting = 0;
    this.#revision = this.#ports.picture.revision;
    const stopListening = live.onChange(() => this.#took());
    try {
      await this.#reconcile(term);
      let lookedAt = clock.now();
      let restatedAt = clock.now();
      while (!term.signal.aborted) {
        if (clock.now() - restatedAt >= RESTATED_MS) {
          restatedAt = clock.now();
          this.#writeRestated();
        }
        await this.#flush(term);
        await this.#reportLosses(term);
        if (clock.now() - lookedAt >= LOOK_EVERY_MS) {
          lookedAt = clock.now();
          await this.#look(term);
        }
        await pause(GATHER_MS, term.signal);
      }
    } finally {
      stopListening();
      // Pending messages are still written when only this console ends.
      this.#writeRestated();
      if (this.#waiting.size > 0)
        await this.#flush({ lease: term.lease, signal: AbortSignal.timeout(3000) }).catch((err: unknown) =>
          log.debug({ err }, 'the rest of the task history was not written'),
        );
      this.#waiting = null;
    }
  }

  /** At each commit only references are kept; rows are made later. */
  #took(): void {
    const { picture, live, clock } = this.#ports;
    const waiting = this.#waiting;
    if (!waiting) return;
    this.#noteInterruption(live.status().phase, live.status().freshAt);
    if (picture.revision === this.#revision) return;
    const changed = picture.changedSince(this.#revision);
    this.#revision = picture.revision;
    if (!changed) return;
    for (const [id, { before }] of changed.tasks) {
      const task = picture.tasks.get(id);
      const held = waiting.get(id) ?? this.#restated.get(id);
      if (!task) {
        const last = before ?? held?.task;
        if (last) this.#put(id, { task: last, states: held?.states ?? [], goneAt: clock.now() });
        continue;
      }
      const states = held?.states ?? [];
      if (!before || before.state !== task.state) this.#push(states, task);
      if (states.length === 0 && !waiting.has(id)) this.#restated.set(id, { task, states, goneAt: null });
      else this.#put(id, { task, states, goneAt: null });
    }
  }

  #writeRestated(): void {
    for (const [id, restated] of [...this.#restated]) this.#put(id, restated);
  }

  #put(id: TaskId, waiting: Waiting): void {
    if (!this.#waiting) return;
    this.#restated.delete(id);
    this.#waiting.set(id, waiting);
    if (this.#waiting.size <= this.#most.tasks) return;
    const [oldest] = this.#waiting;
    if (oldest === undefined) return;
    const [dropped, { states }] = oldest;
    this.#waiting.delete(dropped);
    this.#statesWaiting -= states.length;
    this.#dropped += 1;
    this.#noteGap(this.#ports.clock.now());
  }

  /** Under overload a task keeps its first and its latest states; dropped ones are counted. */
  #push(states: StateSeen[], { state, stateSince, message }: Task): void {
    const seen: StateSeen = [state, Date.parse(stateSince), message];
    if (this.#statesWaiting >= this.#most.states && states.length > 1) {
      states[states.length - 1] = seen;
      this.#merged += 1;
      return;
    }
    states.push(seen);
    this.#statesWaiting += 1;
  }

  #noteInterruption(phase: string, freshAt: number | null): void {
    const now = this.#ports.clock.now();
    if (phase !== 'live') this.#interruptedAt ??= freshAt ?? now;
    else if (this.#interruptedAt !== null) {
      if (now - this.#interruptedAt >= INTERRUPTED_MS) this.#gap = { since: this.#interruptedAt, until: now };
      this.#interruptedAt = null;
    }
  }

  #noteGap(now: number): void {
    this.#gap = { since: this.#gap?.since ?? now, until: now };
  }

  async #flush({ lease, signal }: Term): Promise<void> {
    const { history, picture, log } = this.#ports;
    while (this.#waiting && this.#waiting.size > 0 && !signal.aborted) {
      const batch: [TaskId, Waiting][] = [];
      for (const entry of this.#waiting) {
        batch.push(entry);
        if (batch.length === BATCH) break;
      }
      for (const [id, { states }] of batch) {
        this.#waiting.delete(id);
        this.#statesWaiting -= states.length;
      }
      const begun = performance.now();
      try {
        const nodes = nodeNames(picture.nodes.values());
        await history.write(
          batch.map(([, waiting]) => this.#newsOf(waiting, nodes)),
          lease,
        );
      } catch (error) {
        for (const [id, waiting] of batch) this.#putBack(id, waiting);
        if (error instanceof LeaseLost) throw error;
        log.warn({ err: error, waiting: this.#waiting.size }, 'task history could not be written; it is tried again');
        await pause(RETRY_MS, signal);
      }
      await pause(Math.max(LEAST_REST_MS, (performance.now() - begun) * REST), signal);
    }
  }

  /** A newer state may have arrived meanwhile. */
  #putBack(id: TaskId, old: Waiting): void {
    const newer = this.#waiting?.get(id);
    this.#statesWaiting += old.states.length;
    this.#waiting?.set(id, newer ? { ...newer, states: [...old.states, ...newer.states] } : old);
  }

  #newsOf({ task, states, goneAt }: Waiting, nodes: ReadonlyMap<NodeId, string>): TaskNews {
    const { picture } = this.#ports;
    const { id, version, serviceId, slot, nodeId, state, desiredState, message, error, exitCode, image } = task;
    const stateSince = Date.parse(task.stateSince);
    return {
      id,
      version,
      serviceId,
      serviceName: picture.services.get(serviceId)?.name ?? '',
      slot,
      nodeId,
      nodeName: nodeId === null ? null : (nodes.get(nodeId) ?? null),
      state,
      desiredState,
      message,
      error,
      exitCode,
      image,
      templateDigest: task.templateDigest,
      states,
      createdAt: Date.parse(task.createdAt),
      stateSince,
      endedAt: isOver(task) ? stateSince : null,
      goneAt,
    };
  }

  /** Compares picture and records in both directions, because this console has not watched all the time. */
  async #reconcile(term: Term): Promise<void> {
    const { history, picture, clock, seen, live, gaps } = this.#ports;
    const now = clock.now();
    const look = await seen.lastLook('task');
    const clusterId = live.status().clusterId ?? '';
    if (look && look.clusterId === clusterId && now - look.at >= UNWATCHED_MS)
      await gaps.add({ kind: 'tasks', since: look.at, until: now, reason: 'no-console' }, term.lease);
    const known = new Map<TaskId, number>();
    for (let after: TaskId | null = null; ; ) {
      const page = await history.known(after, KNOWN_PAGE);
      const gone = page.filter(({ id }) => !picture.tasks.has(id)).map(({ id }) => id);
      if (gone.length > 0) await history.gone(gone, now, term.lease);
      for (const { id, version } of page) known.set(id, version);
      const last = page.at(-1);
      if (!last || page.length < KNOWN_PAGE || term.signal.aborted) break;
      after = last.id;
      await pause(LEAST_REST_MS, term.signal);
    }
    for (const task of picture.tasks.values()) {
      if ((known.get(task.id) ?? -1) >= task.version || this.#waiting?.has(task.id)) continue;
      const states: StateSeen[] = [];
      this.#push(states, task);
      this.#put(task.id, { task, states, goneAt: null });
    }
    await this.#flush(term);
    await this.#look(term);
  }

  async #look({ lease }: Term): Promise<void> {
    const { seen, clock, live } = this.#ports;
    const { clusterId, phase } = live.status();
    if (clusterId !== null && phase === 'live') await seen.looked('task', { clusterId, at: clock.now() }, lease);
  }

  async #reportLosses({ lease }: Term): Promise<void> {
    const { gaps, log } = this.#ports;
    if (this.#merged > 0)
      log.warn(
        { states: this.#merged },
        'more came than could be written: states in the middle of tasks’ lives were left out',
      );
    if (this.#dropped > 0)
      log.warn({ tasks: this.#dropped }, 'more came than could be kept: the history of tasks has a gap');
    const reason = this.#dropped > 0 ? 'too-much' : 'no-engine';
    this.#merged = 0;
    this.#dropped = 0;
    const gap = this.#gap;
    this.#gap = null;
    if (gap) await gaps.add({ kind: 'tasks', ...gap, reason }, lease);
  }
}
