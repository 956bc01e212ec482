import type { RestartPolicy, Service } from '../service/service';
import { hasFailed, isOver, type Task } from '../task/task';

/** The tasks of one place of a service: a slot of a replicated one, a node of a global one. */
export interface Slot {
  key: string;
  /** More than one while an update starts the new task before it stops the old one. */
  tasks: Task[];
  /** Its task has ended and is not to be started again; an update still replaces it where it is out of date. */
  ended: boolean;
}

const WANTED_TO_RUN: ReadonlySet<Task['desiredState']> = new Set([
  'new',
  'pending',
  'assigned',
  'accepted',
  'preparing',
  'ready',
  'starting',
  'running',
]);

/** Whether the orchestrator still wants the task to run. */
export const isLive = (task: Task): boolean => WANTED_TO_RUN.has(task.desiredState);

/**
 * The slots that an update looks at. A slot without a live task counts where the restart policy that its newest task
 * was made with does not start another; any other is dead, and a new task takes its place. (SwarmKit:
 * manager/orchestrator/restart, UpdatableTasksInSlot)
 */
export function slotsOf(
  { mode, restartPolicy }: Pick<Service, 'mode' | 'restartPolicy'>,
  tasks: Iterable<Task>,
): Slot[] {
  const bySlot = new Map<string, Task[]>();
  for (const task of tasks) {
    const key = mode.kind === 'global' ? (task.nodeId ?? '') : String(task.slot ?? '');
    const held = bySlot.get(key);
    if (held) held.push(task);
    else bySlot.set(key, [task]);
  }
  const slots: Slot[] = [];
  for (const [key, all] of bySlot) {
    const live = all.filter(isLive);
    if (live.length > 0) slots.push({ key, tasks: live, ended: false });
    else {
      const newest = all.reduce((a, b) => (a.stateSince < b.stateSince ? b : a));
      if (isNotRestarted(newest, restartPolicy)) slots.push({ key, tasks: [newest], ended: true });
    }
  }
  return slots;
}

/** Attempts are not counted here: the orchestrator has decided, and where some were left there would be a successor. */
function isNotRestarted(task: Task, { condition, maxAttempts }: RestartPolicy): boolean {
  if (task.desiredState === 'remove' || !isOver(task)) return false;
  if (condition === 'none') return true;
  if (task.state === 'complete') return condition === 'on-failure' || maxAttempts > 0;
  return hasFailed(task) && maxAttempts > 0;
}
