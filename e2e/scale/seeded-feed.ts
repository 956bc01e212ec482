import { setTimeout as sleep } from 'node:timers/promises';
import type { ClusterId, ServiceId, TaskId } from '#lib/domain/ids';
import type { Node } from '#lib/domain/node/node';
import { DEFAULT_UPDATE_CONFIG } from '#lib/domain/service/service';
import type { Task } from '#lib/domain/task/task';
import type { ClusterFeed, FeedSink, FeedStatus } from '#lib/ports/cluster-feed';
import { SeededRandom } from './seeded-random';
import { type SeededSwarm, type SwarmSize, seededSwarm } from './seeded-swarm';
import { type Burst, type BurstOrder, burstIds, burstMessages } from './task-burst';
import { type TaskStep, TaskWalks } from './task-walks';

export interface SeededFeedOptions extends SwarmSize {
  seed: number;
  /** Changes are told so often, so many as have become due. A watch brings what happened since the last message. */
  everyMs?: number;
}

/** A change made to be seen: on the overview as drained workers, on the nodes as a label, on the tasks as an error. */
export interface Marker {
  number: number;
  /** Epoch ms at which it became due, whenever the busy process came to tell it. */
  at: number;
}

/**
 * What a marker changes: no more than the screen that is looked at shows, as each change of a node is an act for the
 * ledger.
 */
export type Marked = 'workers' | 'label' | 'task';

/** At most so many events come in one message of a watch. */
const MESSAGE = 200;
const MARKED_WORKERS = 32;
/** Its place among the services: one of those that have replicas. */
const BURST_SERVICE = 3;
/** Drained workers at a marker: one more with each until all are, then one fewer. */
export const drainedAt = (marker: number): number => {
  const place = marker % (2 * MARKED_WORKERS);
  return Math.min(place, 2 * MARKED_WORKERS - place);
};
export const MARKER_LABEL = 'bench';
export const markerError = (number: number): string => `marker ${number}.`;

/**
 * A swarm of any size that is told as a watch tells one, from a seed. It stands still until it is told to `run`. Lives
 * in a process of its own: see source.ts.
 */
export class SeededFeed implements ClusterFeed {
  readonly markerService: ServiceId;
  readonly #swarm: SeededSwarm;
  readonly #walks: TaskWalks;
  readonly #everyMs: number;
  readonly #clusterId: ClusterId;
  #marked: { leader: Node; workers: Node[]; task: Task };
  #sink: FeedSink | null = null;
  #status: FeedStatus | null = null;
  #timers: NodeJS.Timeout[] = [];
  #version = 5_000_000;
  #marker = 0;
  #marking: NodeJS.Timeout | undefined;
  #bursts = 0;
  #burst: TaskId[] = [];
  /** How many task changes were told in all. */
  published = 0;

  constructor({ seed, everyMs = 10, ...size }: SeededFeedOptions) {
    const random = new SeededRandom(seed);
    this.#clusterId = random.id() as ClusterId;
    this.#everyMs = everyMs;
    const made = seededSwarm({ ...size, services: size.services - 1, tasks: size.tasks - 1 }, random, Date.now());
    this.#swarm = made;
    this.#walks = new TaskWalks(this.#swarm.tasks, this.#swarm.nodes, random);
    const [leader] = this.#swarm.nodes as [Node];
    this.markerService = random.id() as ServiceId;
    const task: Task = {
      ...(this.#swarm.tasks[0] as Task),
      id: random.id() as TaskId,
      version: 1,
      serviceId: this.markerService,
      slot: 1,
      state: 'failed',
      desiredState: 'shutdown',
      error: markerError(0),
      exitCode: 1,
    };
    this.#swarm.services.push({
      ...(this.#swarm.services.at(-1) as SeededSwarm['services'][number]),
      id: this.markerService,
      name: 'marker',
      stack: null,
      mode: { kind: 'replicated', replicas: 0 },
      updateConfig: DEFAULT_UPDATE_CONFIG,
      updateStatus: null,
      ports: [],
    });
    this.#swarm.tasks.push(task);
    const workers = this.#swarm.nodes.filter(({ role }) => role === 'worker').slice(0, MARKED_WORKERS);
    this.#marked = { leader, workers, task };
  }

  start(sink: FeedSink): void {
    this.#sink = sink;
    const now = Date.now();
    const { nodes, services, tasks } = this.#swarm;
    sink.observe({ kind: 'list', at: now, nodes, services, tasks });
    this.#status = {
      source: 'watch',
      phase: 'live',
      since: now,
      freshAt: now,
      intervalMs: 5000,
      endpoint: 'seeded',
      clusterId: this.#clusterId,
      apiVersion: '1.41',
      attempts: [],
    };
    sink.status(this.#status);
    this.#timers.push(setInterval(() => this.#confirm(), 1000));
  }

  /** Tells so many task changes a second from now on. */
  run(changesASecond: number): void {
    const begun = Date.now();
    let published = 0;
    this.#timers.push(
      setInterval(() => {
        const now = Date.now();
        const due = Math.floor(((now - begun) / 1000) * changesASecond) - published;
        if (due <= 0) return;
        published += due;
        const steps = this.#walks.steps(due, now);
        for (let at = 0; at < steps.length; at += MESSAGE) this.#publish(steps.slice(at, at + MESSAGE), now);
      }, this.#everyMs),
    );
  }

  /**
   * Makes a marker each so many ms, by the clock and not by when this process is free; in place of those made before.
   * 0: no more.
   */
  mark(everyMs: number, what: Marked, made: (marker: Marker) => void): void {
    clearTimeout(this.#marking);
    if (everyMs === 0) return;
    const begun = Date.now() - this.#marker * everyMs;
    const next = (): void => {
      for (const now = Date.now(); begun + (this.#marker + 1) * everyMs <= now; ) {
        this.#marker += 1;
        this.#mark(this.#marker, what);
        made({ number: this.#marker, at: begun + this.#marker * everyMs });
      }
      this.#marking = setTimeout(next, Math.max(0, begun + (this.#marker + 1) * everyMs - Date.now()));
    };
    next();
  }

  /**
   * So many tasks of one service that come at once and are rejected, their messages spread evenly over the time; ends
   * with the last.
   */
  async burst({ tasks, overMs }: BurstOrder): Promise<Burst> {
    this.#bursts += 1;
    this.#burst = burstIds(this.#bursts, tasks);
    const service = this.#swarm.services[BURST_SERVICE] as SeededSwarm['services'][number];
    const messages = [...burstMessages(this.#burst, service, this.#swarm.nodes, MESSAGE)];
    const from = Date.now();
    for (const [index, make] of messages.entries()) {
      const due = from + (index * overMs) / messages.length;
      await sleep(Math.max(0, due - Date.now()));
      this.#publish(make(Date.now()), Date.now());
    }
    return { from, until: Date.now(), first: this.#burst[0] as TaskId, last: this.#burst.at(-1) as TaskId };
  }

  /** The swarm forgets the tasks of the last burst, as its retention does. */
  forgetBurst(): void {
    const gone = this.#burst.splice(0).map((id): TaskStep => ({ gone: id }));
    for (let at = 0; at < gone.length; at += MESSAGE) this.#publish(gone.slice(at, at + MESSAGE), Date.now());
  }

  hasten(): void {
    // Everything is told when it happens.
  }

  async stop(): Promise<void> {
    clearTimeout(this.#marking);
    for (const timer of this.#timers.splice(0)) clearTimeout(timer);
    this.#sink = null;
  }

  #publish(steps: readonly TaskStep[], at: number): void {
    const tasks = new Map<TaskId, Task>();
    const goneTasks: TaskId[] = [];
    for (const step of steps) {
      if ('gone' in step) {
        goneTasks.push(step.gone);
        tasks.delete(step.gone);
      } else tasks.set(step.task.id, step.task);
    }
    this.published += steps.length;
    this.#sink?.observe({ kind: 'changes', at, tasks: [...tasks.values()], goneTasks });
  }

  #mark(number: number, what: Marked): void {
    this.#version += 1;
    const version = this.#version;
    const { leader, workers, task } = this.#marked;
    const at = Date.now();
    if (what === 'task') {
      this.#sink?.observe({ kind: 'changes', at, tasks: [{ ...task, version, error: markerError(number) }] });
      return;
    }
    const labelled = { ...leader, version, labels: { ...leader.labels, [MARKER_LABEL]: `${number}-` } };
    const drained = drainedAt(number);
    // The one by which the count differs from the one before.
    const index = drained > drainedAt(number - 1) ? drained - 1 : drained;
    const availability = index < drained ? ('drain' as const) : ('active' as const);
    const node = what === 'label' ? labelled : { ...(workers[index] as Node), version, availability };
    this.#sink?.observe({ kind: 'changes', at, nodes: [node] });
  }

  #confirm(): void {
    if (!this.#status) return;
    this.#status = { ...this.#status, freshAt: Date.now() };
    this.#sink?.status(this.#status);
  }
}
