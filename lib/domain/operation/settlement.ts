import type { Cluster } from '../cluster/cluster';
import type { NodeId, ServiceId } from '../ids';
import { settleJob } from '../rollout/job-standing';
import { remainderOf } from '../rollout/remainder';
import { sceneOf } from '../rollout/scene';
import { isJob, isUpdateStuck, type Service } from '../service/service';
import { type ServiceFacts, type ServiceSpecJson, serviceFacts } from '../spec/service-facts';
import { isOver, isWanted } from '../task/task';
import type { FieldChange, Operation } from './operation';
import { type Standing, settled, waitsFor } from './standing';

/**
 * How an accepted act stands, read off the picture by what the slots run, and never by a clock: versions show what is
 * newer, and SwarmKit clears UpdateStatus on every write, so that a status at a newer version is newer than the act.
 * (SwarmKit: manager/controlapi/service.go, UpdateService)
 */
export function standingOf(operation: Operation, cluster: Cluster): Standing {
  const { target } = operation;
  if (target.kind === 'node') return nodeStanding(operation, cluster);
  if (target.kind !== 'service') return settled('done');
  const service = cluster.services.get(target.id as ServiceId);
  if (!service) return settled('removed');
  if (operation.baseVersion !== null && service.version <= operation.baseVersion) return waitsFor({ kind: 'write' });
  const facts = writtenFacts(operation);
  const wrote = writtenParts(operation, facts);
  const kept = wrote.every(({ isKept }) => isKept(service));
  if (isJob(service.mode)) return kept ? settleJob(sceneOf(cluster, service), service) : settled('superseded');
  return kept ? rolloutStanding(operation, service, cluster, facts, wrote) : lostStanding(service, cluster);
}

/** What the act is known to have written of a service, part by part. */
interface WrittenPart {
  name: 'tasks' | 'mode' | 'settings';
  /** Whether the service still has it. */
  isKept(service: Service): boolean;
}

const REPLICAS = 'Mode.Replicated.Replicas';
const IMAGE = 'TaskTemplate.ContainerSpec.Image';

/** The spec that the operation wrote; null without a stored request. */
function writtenFacts({ request }: Operation): ServiceFacts | null {
  const body = request?.body;
  return typeof body === 'object' && body !== null ? serviceFacts(body as ServiceSpecJson) : null;
}

/**
 * Every part that the operation changed, as its request wrote it; from the changed fields where there is no request.
 */
function writtenParts(operation: Operation, wrote: ServiceFacts | null): WrittenPart[] {
  const touches = (root: string) => operation.changes.some(({ path }) => rootOf(path) === root);
  if (!wrote) return partsByFields(operation);
  const same = (...keys: (keyof ServiceFacts)[]) => ({
    isKept: (service: ServiceFacts) => keys.every((key) => JSON.stringify(service[key]) === JSON.stringify(wrote[key])),
  });
  const parts: WrittenPart[] = [];
  if (touches('TaskTemplate')) parts.push({ name: 'tasks', ...same('templateDigest') });
  if (touches('EndpointSpec')) parts.push({ name: 'tasks', ...same('endpointDigest') });
  if (touches('Mode')) parts.push({ name: 'mode', ...same('mode') });
  if (touches('UpdateConfig')) parts.push({ name: 'settings', ...same('updateConfig') });
  if (touches('Labels')) {
    const { Labels } = (operation.request?.body ?? {}) as { Labels?: Record<string, string> };
    const labels = JSON.stringify(inOrder(Labels));
    parts.push({ name: 'settings', isKept: (service) => JSON.stringify(inOrder(service.labels)) === labels });
  }
  if (touches('RollbackConfig')) parts.push({ name: 'settings', ...same('rollbackConfig') });
  return parts;
}

const inOrder = (labels: Record<string, string> | null | undefined) =>
  Object.entries(labels ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));

function partsByFields({ changes }: Operation): WrittenPart[] {
  return changes.flatMap(({ path, after }): WrittenPart[] => {
    if (path === IMAGE) return [{ name: 'tasks', isKept: ({ image }) => image === after }];
    if (path === REPLICAS)
      return [{ name: 'mode', isKept: ({ mode }) => mode.kind !== 'replicated' || mode.replicas === Number(after) }];
    return [];
  });
}

/** The service has another spec now, from SwarmKit's own rollback or from another writer. */
function lostStanding(service: Service, cluster: Cluster): Standing {
  const { updateStatus } = service;
  switch (updateStatus?.state) {
    case 'rollback_started': {
      const { replace, slots } = remainderOf(sceneOf(cluster, service), service);
      return waitsFor({ kind: 'rollback', count: replace, of: slots });
    }
    case 'rollback_paused':
      return settled('paused', updateStatus.message);
    case 'rollback_completed':
      return settled('rolled_back', updateStatus.message);
    default:
      return settled('superseded');
  }
}

/**
 * The service has what the act wrote. SwarmKit is at work as long as a slot is of another spec, or a task does not run.
 */
function rolloutStanding(
  operation: Operation,
  service: Service,
  cluster: Cluster,
  facts: ServiceFacts | null,
  wrote: readonly WrittenPart[],
): Standing {
  const { updateStatus: status } = service;
  const text = status?.message ?? '';
  // Slots that a later scale brought are not waited for by an act that wrote the spec of none.
  const movesTasks = wrote.some(({ name }) => name === 'tasks');
  if (movesTasks && hasNoReplicas(facts) && !hasNoReplicas(service)) return settled('no_task');
  const left = remainderOf(sceneOf(cluster, service), service);
  const scales = wrote.length > 0 && wrote.every(({ name }) => name === 'mode');
  if (isUpdateStuck(service) && !(scales && left.start === 0)) return settled('paused', text);
  // An update that goes on beside a scale is not the scale's to wait for.
  if (!scales && status?.state !== 'completed' && left.replace > 0)
    return waitsFor({
      kind: 'replace',
      count: left.replace,
      of: left.slots,
      reason: left.start > 0 ? left.reason : '',
    });
  // What does not run for other reasons is not waited for by an act that moves no task.
  if (status === null && operation.changes.every(isSetting)) return settled('done');
  if (left.failing) return settled('failing', left.reason);
  if (left.stop > 0) return waitsFor({ kind: 'stop', count: left.stop, reason: '' });
  if (left.start > 0) return waitsFor({ kind: 'start', count: left.start, of: left.slots, reason: left.reason });
  if (left.endedBadly) return settled('failed', left.reason);
  if (scales) return settled('converged');
  if (status?.state === 'updating') return waitsFor({ kind: 'monitor' });
  if (status !== null) return settled('converged', text);
  if (!movesTasks)
    return settled(operation.changes.some(({ path }) => path.startsWith('Mode.')) ? 'converged' : 'done');
  if (left.slots === 0) return settled(wrote.some(({ name }) => name === 'mode') ? 'converged' : 'no_task');
  return settled(left.allOfThisSpec ? 'converged' : 'tasks_kept');
}

const hasNoReplicas = (facts: Pick<ServiceFacts, 'mode'> | null): boolean =>
  facts?.mode.kind === 'replicated' && facts.mode.replicas === 0;

/** Fields that no task is made of: a change of them alone moves only what an earlier update has left. */
const SETTINGS = ['Labels', 'UpdateConfig', 'RollbackConfig'];
const isSetting = ({ path }: FieldChange): boolean => SETTINGS.includes(rootOf(path));
const rootOf = (path: string): string => path.split(/[.[]/, 1)[0] ?? '';

function nodeStanding(operation: Operation, cluster: Cluster): Standing {
  const node = cluster.nodes.get(operation.target.id as NodeId);
  if (!node) return settled('removed');
  if (operation.baseVersion !== null && node.version <= operation.baseVersion) return waitsFor({ kind: 'write' });
  const availability = operation.changes.find(({ path }) => path === 'Availability')?.after;
  if (node.availability !== availability) return settled('superseded');
  if (availability !== 'drain' || node.state === 'down') return settled('converged');
  const left = [...cluster.tasks.values()].filter(
    (task) => task.nodeId === node.id && !isOver(task) && !(task.jobIteration !== null && isWanted(task)),
  );
  if (left.length === 0) return settled('converged');
  return waitsFor({ kind: 'stop', count: left.length, reason: left.find(({ error }) => error)?.error ?? '' });
}

/** Whether the object shows what an operation without an answer wrote: 'applied', 'not-applied', or null: unknown. */
export function traceOf(operation: Operation, cluster: Cluster): 'applied' | 'not-applied' | null {
  const { target, baseVersion, changes } = operation;
  const node = target.kind === 'node' ? cluster.nodes.get(target.id as NodeId) : undefined;
  const service = target.kind === 'service' ? cluster.services.get(target.id as ServiceId) : undefined;
  const held = node ?? service;
  if (!held || baseVersion === null) return null;
  if (held.version === baseVersion) return 'not-applied';
  if (node)
    return changes.some(({ path, after }) => path === 'Availability' && after === node.availability) ? 'applied' : null;
  const wrote = writtenParts(operation, writtenFacts(operation));
  return service && wrote.length > 0 && wrote.every(({ isKept }) => isKept(service)) ? 'applied' : null;
}
