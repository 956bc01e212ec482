import type { NodeId, ServiceId, TaskId } from '#lib/domain/ids';
import { distinctPorts, type PublishedPort } from '#lib/domain/service/service';
import { shownError } from '#lib/domain/task/shown-error';
import { isOver, type Task, type TaskState } from '#lib/domain/task/task';
import { versionOf, type WirePort, type WireTask } from '../wire-shapes';
import { isoOf } from './timestamp';

const STATES: Record<string, TaskState> = {
  NEW: 'new',
  PENDING: 'pending',
  ASSIGNED: 'assigned',
  ACCEPTED: 'accepted',
  PREPARING: 'preparing',
  TASK_READY: 'ready',
  STARTING: 'starting',
  RUNNING: 'running',
  COMPLETE: 'complete',
  SHUTDOWN: 'shutdown',
  FAILED: 'failed',
  REJECTED: 'rejected',
  TASK_REMOVE: 'remove',
  ORPHANED: 'orphaned',
};
const stateOf = (name: string | number | undefined): TaskState => STATES[name ?? ''] ?? 'new';

/** Facts of a task that the stream lacks, or has in another form. Equal for all tasks of one spec of a service. */
export interface TemplateFacts {
  templateDigest: string;
  /** '' where only a task was read, which lacks it. */
  endpointDigest: string;
  image: string;
}

/** `countsFromZero`: tasks of a replicated job, because proto3 omits slot 0, which elsewhere means no slot. */
export function fromWireTask(wire: WireTask, facts: TemplateFacts, countsFromZero: boolean): Task {
  const { status = {} } = wire;
  const state = stateOf(status.state);
  const stateSince = isoOf(status.timestamp);
  const task: Task = {
    id: (wire.id ?? '') as TaskId,
    version: versionOf(wire),
    serviceId: (wire.serviceId ?? '') as ServiceId,
    slot: wire.slot || (countsFromZero ? 0 : null),
    jobIteration: wire.jobIteration ? (wire.jobIteration.index ?? 0) : null,
    nodeId: (wire.nodeId || null) as NodeId | null,
    state,
    desiredState: stateOf(wire.desiredState),
    message: status.message ?? '',
    error: shownError(status.err ?? ''),
    exitCode: null,
    containerId: status.container?.containerId || null,
    image: wire.spec?.container?.image ?? facts.image,
    templateDigest: facts.templateDigest,
    endpointDigest: facts.endpointDigest,
    ports: portsIn(status.portStatus?.ports),
    stateSince,
    startedAt: state === 'running' ? stateSince : null,
    createdAt: isoOf(wire.meta?.createdAt),
  };
  return isOver(task) && task.containerId ? { ...task, exitCode: status.container?.exitCode ?? 0 } : task;
}

/** SwarmKit has tasks for containers that attach to a swarm network from outside of any service; they are left out. */
export const isOfAService = ({ spec }: WireTask): boolean => spec?.runtime !== 'attachment';

const portsIn = (ports: readonly WirePort[] = []): PublishedPort[] =>
  distinctPorts(
    ports.map(({ protocol, targetPort = 0, publishedPort = 0, publishMode }) => ({
      protocol: protocol === 'UDP' ? 'udp' : protocol === 'SCTP' ? 'sctp' : 'tcp',
      targetPort,
      publishedPort,
      mode: publishMode === 'HOST' ? 'host' : 'ingress',
    })),
  );
