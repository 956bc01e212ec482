import { isOver, isWanted, type Task } from '#lib/domain/task/task';

/** How far the swarm has come in replacing a service's tasks by those of its present template. */
export interface Rolling {
  /** Run by the present template. */
  moved: number;
  /** Made by it, and on their way. */
  moving: number;
  /** All that the swarm keeps for the service. */
  of: number;
}

/**
 * Counted by what SwarmKit itself compares, the task template, because the image alone does not tell: an env variable
 * makes a new template too. In a start-first update old and new stand side by side, so that a place counts once.
 */
export function rollingOf(
  service: { templateDigest: string; tally: { desired: number } },
  tasks: readonly Task[],
  isDown: (nodeId: string) => boolean,
): Rolling {
  const present = tasks.filter(
    (task) => task.templateDigest === service.templateDigest && isWanted(task) && !isOver(task),
  );
  const running = present.filter(
    (task) => task.state === 'running' && !(task.nodeId !== null && isDown(task.nodeId)),
  ).length;
  return { moved: running, moving: present.length - running, of: Math.max(service.tally.desired, present.length) };
}

/** The task that stopped an update: SwarmKit names it at the end of its message. */
export const culpritOf = (message: string, tasks: readonly Task[]): Task | undefined => {
  const id = /\btask (?:ID )?([0-9a-z]{25})$/.exec(message.trim())?.[1];
  return id === undefined ? undefined : tasks.find((task) => task.id === id);
};
