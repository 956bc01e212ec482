import type { Cluster } from '#lib/domain/cluster/cluster';
import type { ServiceId } from '#lib/domain/ids';
import { takesNewTasks } from '#lib/domain/node/node';
import { type Consequence, consequenceOf, type Effect } from '#lib/domain/operation/consequence';
import { satisfies } from '#lib/domain/placement/constraint';
import { isJob, isUpdateInFlight, isUpdateStuck } from '#lib/domain/service/service';

/** What scaling does to the service and to an update that is under way or stands. */
export function planScale(cluster: Cluster, serviceId: ServiceId, replicas: number): Consequence {
  const service = cluster.services.get(serviceId);
  if (!service) return consequenceOf([]);
  const { mode } = service;
  const now =
    mode.kind === 'replicated' ? mode.replicas : mode.kind === 'replicated-job' ? mode.totalCompletions : replicas;
  const effects: Effect[] = [];
  if (replicas > now) effects.push({ kind: 'tasks-start', level: 'ok', count: replicas - now });
  if (replicas < now) effects.push({ kind: 'tasks-stop', level: 'warning', count: now - replicas });
  if (replicas === 0 && now > 0 && !isJob(mode))
    effects.push({ kind: 'goes-dark', level: 'critical', services: [service.name] });
  if (isUpdateStuck(service)) effects.push({ kind: 'scale-restarts-paused-update', level: 'critical' });
  else if (isUpdateInFlight(service)) effects.push({ kind: 'update-in-flight', level: 'warning' });

  const places = [...cluster.nodes.values()].filter(
    (node) => takesNewTasks(node) && satisfies(node, service.constraints),
  ).length;
  const room =
    service.maxReplicasPerNode === 0
      ? places === 0
        ? 0
        : Number.POSITIVE_INFINITY
      : places * service.maxReplicasPerNode;
  if (replicas > now && replicas > room)
    effects.push({ kind: 'nowhere-to-run', level: 'critical', services: [service.name] });
  return consequenceOf(effects);
}
