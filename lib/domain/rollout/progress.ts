import type { NodeId } from '../ids';
import type { Node } from '../node/node';
import type { Task } from '../task/task';
import { isTaskDirty, type TaskSource } from './dirty';
import { nodeOf } from './rollout';
import { isLive } from './slots';

/** How far the swarm has come in replacing a service's tasks by those of its present spec. */
export interface Progress {
  /** Slots that run by the present spec. */
  moved: number;
  /** Slots whose task is of the present spec and on its way. */
  moving: number;
  /** All that the swarm keeps for the service. */
  of: number;
}

/**
 * Counted by what SwarmKit itself compares, because the image alone is not enough: an env variable makes a new spec
 * too. In a start-first update old and new stand side by side, so that a slot counts once.
 */
export function progressOf(
  service: TaskSource & { tally: { desired: number } },
  tasks: readonly Task[],
  nodes: ReadonlyMap<NodeId, Node>,
): Progress {
  const present = tasks.filter((task) => isLive(task) && !isTaskDirty(service, task, nodeOf(task, nodes)));
  const running = present.filter((task) => task.state === 'running' && nodeOf(task, nodes)?.state !== 'down').length;
  return { moved: running, moving: present.length - running, of: Math.max(service.tally.desired, present.length) };
}

/** The task that stopped an update: SwarmKit names it at the end of its message. */
export const culpritOf = (message: string, tasks: readonly Task[]): Task | undefined => {
  const id = /\btask (?:ID )?([0-9a-z]{25})$/.exec(message.trim())?.[1];
  return id === undefined ? undefined : tasks.find((task) => task.id === id);
};
