import type { NodeId, ServiceId, TaskId } from '../ids';
import type { PublishedPort } from '../service/service';

/** In SwarmKit's order: a task only ever moves down this list. */
export const TASK_STATES = [
  'new',
  'pending',
  'assigned',
  'accepted',
  'preparing',
  'ready',
  'starting',
  'running',
  'complete',
  'shutdown',
  'failed',
  'rejected',
  'remove',
  'orphaned',
] as const;
export type TaskState = (typeof TASK_STATES)[number];

export interface Task {
  id: TaskId;
  version: number;
  serviceId: ServiceId;
  /** 1… for replicated services (jobs count from 0); null for global ones. */
  slot: number | null;
  /** The run of the job that it belongs to, from 0; null for tasks of services that are no jobs. */
  jobIteration: number | null;
  /** null until the scheduler has found a node. */
  nodeId: NodeId | null;
  state: TaskState;
  desiredState: TaskState;
  message: string;
  /** The engine's error text, '' when there is none. */
  error: string;
  exitCode: number | null;
  containerId: string | null;
  image: string;
  templateDigest: string;
  /** '' where a feed cannot know: the API shows no task's endpoint spec. The picture fills it in as far as it can. */
  endpointDigest: string;
  ports: PublishedPort[];
  /** ISO 8601: since when the task is in its state. */
  stateSince: string;
  /** ISO 8601: when it began to run; null: not running yet, or its start is unknown. */
  startedAt: string | null;
  createdAt: string;
}

const rank = (state: TaskState): number => TASK_STATES.indexOf(state);
const RUNNING = rank('running');

/** Ended for good: it will never run again. */
export const isOver = (task: Pick<Task, 'state'>): boolean => rank(task.state) > RUNNING;

export const isStarting = (task: Task): boolean => rank(task.state) < RUNNING;

const FAILED = ['failed', 'rejected', 'orphaned'] as const;

/** Ended badly: by its exit code, because a node would not take it, or because its node never came back. */
export const isFailure = (state: string): state is (typeof FAILED)[number] =>
  (FAILED as readonly string[]).includes(state);

export const hasFailed = (task: Task): boolean => isFailure(task.state);

/** Wanted by the orchestrator, whether it runs yet or not. */
export const isWanted = (task: Task): boolean => rank(task.desiredState) <= RUNNING || task.desiredState === 'complete';

/**
 * A newer form of a task, with what an earlier one knows better. Agents report the state of every task anew when their
 * session is, as after a change of leaders, and the engine then says that the task is in its state since that moment.
 */
export function knownBetter(earlier: Task, newer: Task): Task {
  const stateSince =
    earlier.state === newer.state && earlier.stateSince < newer.stateSince ? earlier.stateSince : newer.stateSince;
  const startedAt = newer.state === 'running' ? stateSince : (earlier.startedAt ?? newer.startedAt);
  return stateSince === newer.stateSince && startedAt === newer.startedAt ? newer : { ...newer, stateSince, startedAt };
}
