import type { Node } from '../node/node';
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
 * Counts what truly runs. The engine's own RunningTasks counts by state alone, so that the tasks of a dead node
 * still run there; here a task runs when it is wanted, says so, and its node is not down.
 */
export function tallyOf(service: Service, tasks: Iterable<Task>, nodeOf: (id: string) => Node | undefined): Tally {
  const tally = { ...EMPTY_TALLY };
  const places = new Set<string>();
  for (const task of tasks) {
    if (hasFailed(task)) tally.failed += 1;
    if (task.state === 'complete') tally.completed += 1;
    if (!isWanted(task) || isOver(task)) continue;
    const down = task.nodeId !== null && nodeOf(task.nodeId)?.state === 'down';
    if (task.nodeId !== null && !down) places.add(task.nodeId);
    if (task.state === 'running' && !down) tally.running += 1;
    if (isStarting(task)) tally.starting += 1;
    if (isStarting(task) && task.nodeId === null) tally.pending += 1;
  }
  tally.desired = desiredOf(service, tally, places.size);
  return tally;
}

function desiredOf(service: Service, tally: Tally, places: number): number {
  switch (service.mode.kind) {
    case 'replicated':
      return service.mode.replicas;
    case 'replicated-job':
      return service.mode.totalCompletions;
    case 'global':
      return places + tally.pending;
    case 'global-job':
      return places + tally.pending + tally.completed;
  }
}

/** Whether the swarm runs fewer tasks of the service than it is asked to. */
export const fallsShort = (service: Service, tally: Tally): boolean =>
  isJob(service.mode)
    ? tally.completed + tally.running < tally.desired && tally.failed > 0
    : tally.running < tally.desired;
