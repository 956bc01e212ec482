import type { Cluster } from '#lib/domain/cluster/cluster';
import type { NodeId, ServiceId } from '#lib/domain/ids';
import { type Availability, type Node, takesNewTasks } from '#lib/domain/node/node';
import { quorumOf } from '#lib/domain/node/quorum';
import { type Consequence, consequenceOf, type Effect } from '#lib/domain/operation/consequence';
import { satisfies } from '#lib/domain/placement/constraint';
import { isJob, type Service } from '#lib/domain/service/service';
import { isOver, isWanted, type Task } from '#lib/domain/task/task';

/**
 * What setting a node's availability does. Draining stops every task on it at once, without regard to start-first
 * (moby#34139): a service whose only task runs there is dark until another node has started one. Tasks of jobs are left
 * to their end, because the orchestrator of jobs does not watch nodes. (SwarmKit:
 * manager/orchestrator/jobs/orchestrator.go)
 */
export function planAvailability(cluster: Cluster, nodeId: NodeId, availability: Availability): Consequence {
  const node = cluster.nodes.get(nodeId);
  if (!node || node.availability === availability) return consequenceOf([]);
  const effects: Effect[] = [];
  const others = [...cluster.nodes.values()].filter((other) => other.id !== nodeId && takesNewTasks(other));
  if (availability !== 'active' && others.length === 0)
    effects.push({ kind: 'no-schedulable-node', level: 'critical' });
  if (availability === 'drain') effects.push(...effectsOfStopping(cluster, node, others));
  if (availability === 'pause') effects.push({ kind: 'nothing-restarts', level: 'ok' });
  if (node.manager) {
    const { reachable, managers, needed } = quorumOf(cluster.nodes.values());
    effects.push({ kind: 'quorum-after', level: reachable < needed ? 'critical' : 'ok', reachable, managers, needed });
  }
  return consequenceOf(effects);
}

function effectsOfStopping(cluster: Cluster, node: Node, others: readonly Node[]): Effect[] {
  const here = new Map<ServiceId, Task[]>();
  const elsewhere = new Map<ServiceId, number>();
  for (const task of cluster.tasks.values()) {
    if (!isWanted(task) || isOver(task)) continue;
    if (task.nodeId === node.id) {
      const held = here.get(task.serviceId);
      if (held) held.push(task);
      else here.set(task.serviceId, [task]);
    } else if (task.state === 'running') elsewhere.set(task.serviceId, (elsewhere.get(task.serviceId) ?? 0) + 1);
  }
  const found = [...here.keys()].flatMap((id) => cluster.services.get(id) ?? []);
  const jobs = found.filter((service) => isJob(service.mode));
  for (const { id } of jobs) here.delete(id);
  const stays: Effect[] = jobs.length > 0 ? [{ kind: 'jobs-go-on', level: 'warning', services: names(jobs) }] : [];
  const stopping = [...here.values()].reduce((sum, tasks) => sum + tasks.length, 0);
  if (stopping === 0) return [{ kind: 'tasks-stop', level: 'ok', count: 0 }, ...stays];

  const affected = found.filter((service) => !isJob(service.mode));
  const ended = affected.filter((service) => service.restartPolicy.condition === 'none');
  const movable = affected.filter((service) => service.mode.kind !== 'global' && !ended.includes(service));
  const stranded = movable.filter((service) => !others.some((other) => hasRoom(service, other, cluster)));
  const isStranded = new Set(stranded.map((service) => service.id));
  const dark = affected.filter((service) => !elsewhere.get(service.id));
  const short = movable.filter((service) => elsewhere.get(service.id) && !isStranded.has(service.id));

  const effects: Effect[] = [{ kind: 'tasks-stop', level: 'warning', count: stopping }, ...stays];
  if (ended.length) effects.push({ kind: 'not-restarted', level: 'critical', services: names(ended) });
  if (stranded.length) effects.push({ kind: 'nowhere-to-run', level: 'critical', services: names(stranded) });
  if (dark.length) effects.push({ kind: 'goes-dark', level: 'critical', services: names(dark) });
  if (short.length) effects.push({ kind: 'falls-short', level: 'warning', services: names(short) });
  return effects;
}

/** By constraints and replicas per node alone; resources and ports are left to the planner to come. */
function hasRoom(service: Service, node: Node, cluster: Cluster): boolean {
  if (!satisfies(node, service.constraints)) return false;
  if (service.maxReplicasPerNode === 0) return true;
  let there = 0;
  for (const task of cluster.tasks.values())
    if (task.serviceId === service.id && task.nodeId === node.id && isWanted(task) && !isOver(task)) there += 1;
  return there < service.maxReplicasPerNode;
}

const names = (services: readonly Service[]): string[] => services.map((service) => service.name).sort();
