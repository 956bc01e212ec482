import type { Cluster } from '#lib/domain/cluster/cluster';
import type { NodeId } from '#lib/domain/ids';
import { nodeNames } from '#lib/domain/node/node-name';
import type { Task } from '#lib/domain/task/task';
import type { LogTarget, MissingNode } from '#lib/ports/task-logs';

/** The tasks of a log target, newest first, that have a node. */
export function tasksOf({ tasks, tasksOfService }: Cluster, target: LogTarget): (Task & { nodeId: NodeId })[] {
  const task = target.kind === 'task' ? tasks.get(target.id) : undefined;
  const all = target.kind === 'task' ? (task ? [task] : []) : [...tasksOfService(target.id)];
  return all
    .filter((each): each is Task & { nodeId: NodeId } => each.nodeId !== null)
    .sort((a, b) => (a.createdAt < b.createdAt ? 1 : a.createdAt > b.createdAt ? -1 : 0));
}

export const isKnown = ({ services, tasks }: Cluster, target: LogTarget): boolean =>
  target.kind === 'service' ? services.has(target.id) : tasks.has(target.id);

export const isDown = ({ nodes }: Cluster, id: NodeId): boolean => nodes.get(id)?.state === 'down';

/** The nodes of such tasks that are down, so that their output is unavailable. */
export const downPlaces = (cluster: Cluster, target: LogTarget): Set<NodeId> =>
  new Set(tasksOf(cluster, target).flatMap(({ nodeId }) => (isDown(cluster, nodeId) ? [nodeId] : [])));

export function named({ nodes }: Cluster, ids: Iterable<NodeId>): MissingNode[] {
  const wanted = [...ids];
  if (wanted.length === 0) return [];
  const calls = nodeNames(nodes.values());
  return wanted
    .map((id) => ({ id, hostname: calls.get(id) ?? null }))
    .sort((a, b) => (a.hostname ?? a.id).localeCompare(b.hostname ?? b.id));
}

export const leaderOf = ({ nodes }: Cluster): NodeId | null =>
  [...nodes.values()].find(({ manager }) => manager?.leader)?.id ?? null;
