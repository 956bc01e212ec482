import type { TaskId } from '#lib/domain/ids';
import type { Node } from '#lib/domain/node/node';
import type { Task, TaskState } from '#lib/domain/task/task';
import type { SeededRandom } from './seeded-random';
import { FAILURES } from './seeded-swarm';

/** One change as a watch tells it: a task as it is now, or the id of one that the swarm has forgotten. */
export type TaskStep = { task: Task } | { gone: TaskId };

const WAY_UP: readonly { state: TaskState; message: string }[] = [
  { state: 'new', message: 'created' },
  { state: 'pending', message: 'pending task scheduling' },
  { state: 'assigned', message: 'scheduler assigned task to node' },
  { state: 'accepted', message: 'accepted' },
  { state: 'preparing', message: 'preparing' },
  { state: 'ready', message: 'prepared' },
  { state: 'starting', message: 'starting' },
  { state: 'running', message: 'started' },
];
/** So many replacements go on side by side. */
const ABREAST = 100;
const FAILED = 0.2;

interface Walk {
  /** What is still to be told of it, the next first. */
  steps: ((at: number) => TaskStep)[];
}

/**
 * Tasks that are replaced for ever, as in rolling updates and crashes: the old one is shut down or fails, a new one
 * comes in its slot and goes all the way to running, and the oldest one that has ended is forgotten. The number of
 * tasks stays.
 */
export class TaskWalks {
  readonly #random: SeededRandom;
  readonly #nodes: readonly Node[];
  readonly #running: Task[];
  readonly #ended: TaskId[];
  readonly #walks: Walk[] = [];
  #version = 2_000_000;
  #turn = 0;

  constructor(tasks: readonly Task[], nodes: readonly Node[], random: SeededRandom) {
    this.#random = random;
    this.#nodes = nodes;
    this.#running = tasks.filter(({ state }) => state === 'running');
    this.#ended = tasks.filter(({ state }) => state !== 'running').map(({ id }) => id);
  }

  /** The next so many changes, told at this time. */
  steps(count: number, at: number): TaskStep[] {
    const steps: TaskStep[] = [];
    while (steps.length < count) {
      while (this.#walks.length < ABREAST) this.#walks.push(this.#replacement());
      this.#turn = (this.#turn + 1) % this.#walks.length;
      const walk = this.#walks[this.#turn] as Walk;
      const step = walk.steps.shift();
      if (step) steps.push(step(at));
      else this.#walks.splice(this.#turn, 1);
    }
    return steps;
  }

  #replacement(): Walk {
    const random = this.#random;
    const index = random.whole(this.#running.length);
    const old = this.#running[index] as Task;
    this.#running[index] = this.#running.at(-1) as Task;
    this.#running.pop();
    const failure = random.chance(FAILED) ? random.pick(FAILURES) : null;
    const ending: Partial<Task> = failure
      ? { state: 'failed', message: 'started', error: failure.error, exitCode: failure.exitCode ?? 1 }
      : { state: 'shutdown', message: 'shutdown', exitCode: 0 };
    let next: Task = {
      ...old,
      id: random.id() as TaskId,
      containerId: null,
      state: 'new',
      nodeId: old.slot === null ? old.nodeId : null,
    };
    const nodeId = old.slot === null ? old.nodeId : random.pick(this.#nodes).id;
    const up = WAY_UP.map(({ state, message }) => (at: number): TaskStep => {
      next = {
        ...next,
        version: this.#nextVersion(),
        state,
        message,
        nodeId: state === 'new' || state === 'pending' ? next.nodeId : nodeId,
        containerId: state === 'starting' ? random.hex(64) : next.containerId,
        stateSince: new Date(at).toISOString(),
        ...(state === 'new' && { createdAt: new Date(at).toISOString() }),
      };
      if (state === 'running') this.#running.push(next);
      return { task: next };
    });
    let last = old;
    const down = [{ desiredState: 'shutdown' as const }, ending].map((change) => (at: number): TaskStep => {
      last = { ...last, ...change, version: this.#nextVersion(), stateSince: new Date(at).toISOString() };
      return { task: last };
    });
    const forget = (): TaskStep => {
      this.#ended.push(old.id);
      return { gone: this.#ended.shift() as TaskId };
    };
    return { steps: [...down, ...up, forget] };
  }

  #nextVersion(): number {
    this.#version += 1;
    return this.#version;
  }
}
