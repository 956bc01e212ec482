import { hasFailed, isOver, isStarting, isWanted, type Task } from '../task/task';
import { isJob, type Service } from './service';

/** A service's tasks in numbers. */
export interface Tally {
  /** Tasks the swarm aims for. Of a global service: the nodes it has a task for. Of a job: completions. */
  desired: number;
  running: number;
  /** On their way to running: pending to starting. */
  starting: number;
  /** Without a node yet. */
  pending: number;
  /** Ended badly and not yet forgotten by the swarm (five a slot by default). */
  failed: number;
  /** Jobs: completions of the last iteration. */
  completed: number;
}

export const EMPTY_TALLY: Tally = { desired: 0, running: 0, starting: 0, pending: 0, failed: 0, completed: 0 };

/**
 * Counts what truly runs, task by task, so that a change costs the same whether a service has three tasks or ten thousand.
 * The engine's own RunningTasks counts by state alone, so that the tasks of a dead node still run there; here a task runs
 * when it is wanted, says so, and its node is not down. What was added must be removed as it was added.
 */
export class TaskCounts {
  #failed = 0;
  #completed = 0;
  #running = 0;
  #starting = 0;
  #pending = 0;
  /** How many wanted tasks each node has. */
  #places = new Map<string, number>();
  #tasks = 0;

  get isEmpty(): boolean {
    return this.#tasks === 0;
  }

  add = (task: Task, onDownNode: boolean): void => this.#count(task, onDownNode, 1);
  remove = (task: Task, onDownNode: boolean): void => this.#count(task, onDownNode, -1);

  tallyOf(service: Service): Tally {
    const counts = {
      running: this.#running,
      starting: this.#starting,
      pending: this.#pending,
      failed: this.#failed,
      completed: this.#completed,
    };
    return { desired: this.#desiredOf(service), ...counts };
  }

  #count(task: Task, onDownNode: boolean, by: 1 | -1): void {
    this.#tasks += by;
    if (hasFailed(task)) this.#failed += by;
    if (task.state === 'complete') this.#completed += by;
    if (!isWanted(task) || isOver(task)) return;
    if (task.nodeId !== null && !onDownNode) this.#place(task.nodeId, by);
    if (task.state === 'running' && !onDownNode) this.#running += by;
    if (!isStarting(task)) return;
    this.#starting += by;
    if (task.nodeId === null) this.#pending += by;
  }

  #place(node: string, by: 1 | -1): void {
    const count = (this.#places.get(node) ?? 0) + by;
    if (count === 0) this.#places.delete(node);
    else this.#places.set(node, count);
  }

  #desiredOf({ mode }: Service): number {
    switch (mode.kind) {
      case 'replicated':
        return mode.replicas;
      case 'replicated-job':
        return mode.totalCompletions;
      case 'global':
        return this.#places.size + this.#pending;
      case 'global-job':
        return this.#places.size + this.#pending + this.#completed;
    }
  }
}

/** Whether the swarm runs fewer tasks of the service than it is asked to. */
export const fallsShort = (service: Service, tally: Tally): boolean =>
  isJob(service.mode)
    ? tally.completed + tally.running < tally.desired && tally.failed > 0
    : tally.running < tally.desired;
