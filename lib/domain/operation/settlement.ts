import type { Cluster } from '../cluster/cluster';
import type { NodeId, ServiceId } from '../ids';
import { imageName } from '../service/image';
import { isJob, type Service } from '../service/service';
import type { Tally } from '../service/tally';
import { isOver } from '../task/task';
import type { Operation, Outcome } from './operation';

export interface Settlement {
  outcome: Outcome;
  /** The swarm's own words, '' when it has none. */
  text: string;
}

type Counted = Service & { tally?: Tally };

/**
 * What became of an act, read off the picture; null while the swarm is still at it. An act is superseded when the
 * object no longer wants what the act asked for.
 */
export function settlementOf(operation: Operation, cluster: Cluster): Settlement | null {
  const { target } = operation;
  if (target.kind === 'node') return settleAvailability(operation, cluster);
  if (target.kind !== 'service') return { outcome: 'done', text: '' };
  const service = cluster.services.get(target.id as ServiceId) as Counted | undefined;
  if (!service) return { outcome: 'removed', text: '' };
  if (operation.baseVersion !== null && service.version <= operation.baseVersion) return null;
  if (isOvertaken(operation, service)) return { outcome: 'superseded', text: '' };
  return movesTasks(operation) ? byUpdateStatus(operation, service) : byCount(operation, service);
}

const wanted = (operation: Operation, path: string): unknown =>
  operation.changes.find((change) => change.path === path)?.after;

function settleAvailability(operation: Operation, cluster: Cluster): Settlement | null {
  const node = cluster.nodes.get(operation.target.id as NodeId);
  if (!node) return { outcome: 'removed', text: '' };
  if (operation.baseVersion !== null && node.version <= operation.baseVersion) return null;
  const availability = wanted(operation, 'Availability');
  if (node.availability !== availability) return { outcome: 'superseded', text: '' };
  if (availability !== 'drain') return { outcome: 'converged', text: '' };
  for (const task of cluster.tasks.values())
    if (task.nodeId === node.id && !isOver(task) && node.state !== 'down') return null;
  return { outcome: 'converged', text: '' };
}

const REPLICAS = 'Mode.Replicated.Replicas';
const IMAGE = 'TaskTemplate.ContainerSpec.Image';

function isOvertaken(operation: Operation, service: Service): boolean {
  const image = wanted(operation, IMAGE);
  if (typeof image === 'string' && imageName(image) !== imageName(service.image)) {
    // An automatic rollback puts the old image back: that is this act's own outcome, not somebody else's.
    return !service.updateStatus?.state.startsWith('rollback');
  }
  const replicas = wanted(operation, REPLICAS);
  if (replicas === undefined || service.mode.kind !== 'replicated') return false;
  return service.mode.replicas !== Number(replicas) && !service.updateStatus?.state.startsWith('rollback');
}

/** SwarmKit starts its updater when the task template changes, and only then tells an update status. */
const movesTasks = (operation: Operation): boolean =>
  operation.changes.some((change) => change.path.startsWith('TaskTemplate.'));

function byUpdateStatus(operation: Operation, service: Counted): Settlement | null {
  if (isJob(service.mode)) return { outcome: 'done', text: '' };
  const status = service.updateStatus;
  if (!status || !startedAfter(status.startedAt, operation)) return null;
  switch (status.state) {
    case 'completed':
      return { outcome: 'converged', text: status.message };
    case 'paused':
    case 'rollback_paused':
      return { outcome: 'paused', text: status.message };
    case 'rollback_completed':
      return { outcome: 'rolled_back', text: status.message };
    default:
      return null;
  }
}

/** An update status stays for ever: one from before the act says nothing about it. Clocks may differ by a little. */
const CLOCK_SLACK_MS = 2000;
const startedAfter = (startedAt: string | null, operation: Operation): boolean =>
  startedAt !== null && instant(startedAt) >= instant(operation.openedAt) - CLOCK_SLACK_MS;

// biome-ignore lint/style/noRestrictedGlobals: reading a written time asks no clock
const instant = (iso: string): number => Date.parse(iso);

function byCount(operation: Operation, service: Counted): Settlement | null {
  const scales = operation.changes.some((change) => change.path.startsWith('Mode.'));
  if (!scales || isJob(service.mode)) return { outcome: 'done', text: '' };
  const { tally } = service;
  if (!tally || tally.running !== tally.desired || tally.starting > 0) return null;
  return { outcome: 'converged', text: '' };
}

/** Whether the object shows what an act without an answer asked for: 'applied', 'not-applied', or null: not to be told. */
export function traceOf(operation: Operation, cluster: Cluster): 'applied' | 'not-applied' | null {
  const { target, baseVersion } = operation;
  const held =
    target.kind === 'node' ? cluster.nodes.get(target.id as NodeId) : cluster.services.get(target.id as ServiceId);
  if (!held || baseVersion === null) return null;
  if (held.version === baseVersion) return 'not-applied';
  const shows: [string, unknown][] = [];
  if ('availability' in held) shows.push(['Availability', held.availability]);
  else {
    shows.push([IMAGE, held.image]);
    if (held.mode.kind === 'replicated') shows.push([REPLICAS, held.mode.replicas]);
  }
  const asked = shows.filter(([path]) => wanted(operation, path) !== undefined);
  return asked.length > 0 && asked.every(([path, value]) => wanted(operation, path) === value) ? 'applied' : null;
}
