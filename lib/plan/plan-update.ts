import type { Cluster } from '#lib/domain/cluster/cluster';
import type { ServiceId } from '#lib/domain/ids';
import { type Consequence, consequenceOf, type Effect } from '#lib/domain/operation/consequence';
import type { FieldChange } from '#lib/domain/operation/operation';
import { imageName } from '#lib/domain/service/image';
import { isJob, isUpdateInFlight, type UpdateConfig } from '#lib/domain/service/service';
import { isOver, isWanted, type Task } from '#lib/domain/task/task';

const IMAGE = 'TaskTemplate.ContainerSpec.Image';

/** Fields that SwarmKit compares to decide whether a task is dirty. (SwarmKit: orchestrator/task.go) */
const replacesTasks = (change: FieldChange): boolean =>
  change.path.startsWith('TaskTemplate.') && !change.path.startsWith('TaskTemplate.Placement.');

/** What writing these changed fields does: whether tasks are replaced, how many at once, and who goes dark meanwhile. */
export function planUpdate(
  cluster: Cluster,
  serviceId: ServiceId,
  changes: readonly FieldChange[],
  config: UpdateConfig,
): Consequence {
  const service = cluster.services.get(serviceId);
  if (!service || changes.length === 0) return consequenceOf([]);
  const effects: Effect[] = [];
  if (isUpdateInFlight(service)) effects.push({ kind: 'update-in-flight', level: 'warning' });
  const scaled = changes.find((change) => change.path === 'Mode.Replicated.Replicas');
  const by = scaled ? Number(scaled.after) - Number(scaled.before) : 0;
  if (by > 0) effects.push({ kind: 'tasks-start', level: 'ok', count: by });
  if (by < 0) effects.push({ kind: 'tasks-stop', level: 'warning', count: -by });

  const live = [...cluster.tasks.values()].filter(
    (task) => task.serviceId === serviceId && isWanted(task) && !isOver(task),
  );
  const replaced = changes.some(replacesTasks) ? live.filter((task) => !isAlreadyThere(task, changes)).length : 0;
  if (replaced > 0) {
    const parallelism = config.parallelism === 0 ? replaced : Math.min(config.parallelism, replaced);
    effects.push({ kind: 'tasks-replaced', level: 'warning', count: replaced, parallelism, order: config.order });
    if (parallelism >= live.length && config.order === 'stop-first' && !isJob(service.mode))
      effects.push({ kind: 'goes-dark', level: 'critical', services: [service.name] });
  } else if (by === 0) effects.push({ kind: 'nothing-restarts', level: 'ok' });
  return consequenceOf(effects);
}

/**
 * Back from an update that stands half-way only the slots that it had moved are replaced. Told by the image where nothing
 * else of the template changes; otherwise a task counts as replaced.
 */
function isAlreadyThere(task: Task, changes: readonly FieldChange[]): boolean {
  const [image, ...others] = changes.filter(replacesTasks);
  return others.length === 0 && image?.path === IMAGE && imageName(task.image) === imageName(String(image.after));
}
