import type { Cluster } from '#lib/domain/cluster/cluster';
import type { ServiceId } from '#lib/domain/ids';
import { type Consequence, consequenceOf, type Effect } from '#lib/domain/operation/consequence';
import { eligibleNodes, nodeOf, type Rollout, rolloutOf, type ServiceScene } from '#lib/domain/rollout/rollout';
import { sceneOf } from '#lib/domain/rollout/scene';
import type { Slot } from '#lib/domain/rollout/slots';
import { isUpdateInFlight, type Service } from '#lib/domain/service/service';
import type { ServiceFacts, SpecFacts } from '#lib/domain/spec/service-facts';

/**
 * What writing `after` in place of `before` does, in the words of a preview: an update, a rollback or a scale, since
 * SwarmKit knows only that a spec was written.
 */
export function planUpdate(
  cluster: Cluster,
  serviceId: ServiceId,
  before: ServiceFacts,
  after: SpecFacts,
): Consequence {
  const service = cluster.services.get(serviceId);
  if (!service) return consequenceOf([]);
  const scene = sceneOf(cluster, service, before);
  const rollout = rolloutOf(scene, after);
  if (rollout.run) return consequenceOf(effectsOfRun(rollout.run));
  return consequenceOf([
    ...effectsOnUpdate(rollout, service),
    ...effectsOnTasks(rollout, scene, service, after),
    ...effectsOnPlaces(rollout, scene, service, after),
  ]);
}

function effectsOfRun({ starts, atOnce, cutOff }: NonNullable<Rollout['run']>): Effect[] {
  const effects: Effect[] = [];
  if (cutOff.length > 0) effects.push({ kind: 'job-cut-off', level: 'critical', count: cutOff.length });
  if (starts === 0) effects.push({ kind: 'no-task-to-move', level: 'ok' });
  else effects.push({ kind: 'job-runs-again', level: 'warning', count: starts, concurrent: atOnce });
  return effects;
}

/** The effects on an update that runs or is paused. */
function effectsOnUpdate({ goesOn, replaced, config }: Rollout, service: Service): Effect[] {
  const effects: Effect[] = [];
  const count = replaced.length;
  if (goesOn === 'paused') effects.push({ kind: 'restarts-paused-update', level: 'critical', count });
  else if (isUpdateInFlight(service)) effects.push({ kind: 'update-in-flight', level: 'warning' });
  if (goesOn !== null && config.failureAction === 'continue')
    effects.push({ kind: 'no-failure-stops-it', level: 'critical', count });
  return effects;
}

function effectsOnTasks(rollout: Rollout, scene: ServiceScene, service: Service, after: ServiceFacts): Effect[] {
  const { replaced, stopped, added, atOnce, config, onPausedNodes } = rollout;
  const effects: Effect[] = [];
  if (added > 0) effects.push({ kind: 'tasks-start', level: 'ok', count: added });
  if (stopped.length > 0) effects.push({ kind: 'tasks-stop', level: 'warning', count: stopped.length });
  if (replaced.length > 0)
    effects.push({
      kind: 'tasks-replaced',
      level: 'warning',
      count: replaced.length,
      parallelism: atOnce,
      order: config.order,
    });
  if (goesDark(rollout, scene)) effects.push({ kind: 'goes-dark', level: 'critical', services: [service.name] });
  const makesTasks = makesOthers(scene.before, after);
  if (onPausedNodes > 0 && makesTasks)
    effects.push({ kind: 'paused-nodes-keep', level: 'warning', count: onPausedNodes });
  if (replaced.length + stopped.length + added > 0) return effects;
  const isEmpty = rollout.kept.length === 0 && onPausedNodes === 0;
  effects.push({ kind: isEmpty && makesTasks ? 'no-task-to-move' : 'nothing-restarts', level: 'ok' });
  return effects;
}

const makesOthers = (before: ServiceFacts, after: ServiceFacts): boolean =>
  before.templateDigest !== after.templateDigest || before.endpointDigest !== after.endpointDigest;

/** Whether for a moment none of the tasks that run now is left, and no new one runs yet. */
function goesDark({ replaced, kept, stopped, atOnce, config }: Rollout, { nodes }: ServiceScene): boolean {
  const serving = (slots: readonly Slot[]) =>
    slots.filter(({ tasks }) => tasks.some((task) => task.state === 'running' && nodeOf(task, nodes)?.state !== 'down'))
      .length;
  const stays = serving(kept);
  const moves = serving(replaced);
  if (stays > 0 || stays + moves + serving(stopped) === 0) return false;
  return config.order === 'start-first' ? moves === 0 : moves <= atOnce;
}

/**
 * Whether new tasks find a node: by constraints, replicas a node and host ports; resources are left to the scheduler.
 */
function effectsOnPlaces(rollout: Rollout, { nodes }: ServiceScene, service: Service, after: SpecFacts): Effect[] {
  const { replaced, kept, added, config } = rollout;
  const startsFirst = config.order === 'start-first' && replaced.length > 0;
  if (after.mode.kind === 'global')
    return startsFirst && after.hostPorts
      ? [{ kind: 'start-first-blocked', level: 'critical', services: [service.name] }]
      : [];
  if (replaced.length + added === 0) return [];
  const places = new Set(eligibleNodes(nodes.values(), after).map(({ id }) => id));
  const perNode = after.hostPorts ? 1 : after.maxReplicasPerNode || Number.POSITIVE_INFINITY;
  const taken = (slots: readonly Slot[]) =>
    slots.filter(({ tasks }) => tasks.some(({ nodeId }) => nodeId !== null && places.has(nodeId))).length;
  const room = places.size === 0 ? 0 : places.size * perNode - taken(kept);
  if (replaced.length + added > room) return [{ kind: 'nowhere-to-run', level: 'critical', services: [service.name] }];
  if (startsFirst && room - taken(replaced) < 1)
    return [{ kind: 'start-first-blocked', level: 'critical', services: [service.name] }];
  return [];
}
