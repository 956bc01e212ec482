import type { NodeId, ServiceId, TaskId } from '#lib/domain/ids';
import { UNKNOWN_ENDPOINT } from '#lib/domain/rollout/dirty';
import { templateDigest } from '#lib/domain/rollout/task-spec';
import type { ServiceMode } from '#lib/domain/service/service';
import { shownError } from '#lib/domain/task/shown-error';
import { isOver, TASK_STATES, type Task, type TaskState } from '#lib/domain/task/task';
import { publishedPorts } from './published-ports';
import { isoOrEpoch } from './timestamp';
import type { WireTask } from './wire-shapes';

const STATES = new Set<string>(TASK_STATES);
const stateOf = (word: string | undefined): TaskState => (word && STATES.has(word) ? (word as TaskState) : 'new');

/** `mode` is the service's, if known: a missing slot is 0 for a replicated job and none for a global service. */
export function fromDockerTask(wire: WireTask, mode: ServiceMode | undefined): Task {
  const { Status = {} } = wire;
  const container = Status.ContainerStatus ?? {};
  const state = stateOf(Status.State);
  const stateSince = isoOrEpoch(Status.Timestamp ?? wire.UpdatedAt);
  const task: Task = {
    id: (wire.ID ?? '') as TaskId,
    version: wire.Version?.Index ?? 0,
    serviceId: (wire.ServiceID ?? '') as ServiceId,
    slot: wire.Slot ?? (mode?.kind === 'replicated-job' ? 0 : null),
    jobIteration: wire.JobIteration ? (wire.JobIteration.Index ?? 0) : null,
    nodeId: (wire.NodeID || null) as NodeId | null,
    state,
    desiredState: stateOf(wire.DesiredState),
    message: Status.Message ?? '',
    error: shownError(Status.Err ?? ''),
    exitCode: null,
    containerId: container.ContainerID || null,
    image: wire.Spec?.ContainerSpec?.Image ?? wire.Spec?.PluginSpec?.Remote ?? '',
    templateDigest: templateDigest(wire.Spec),
    endpointDigest: UNKNOWN_ENDPOINT,
    ports: publishedPorts(Status.PortStatus?.Ports),
    stateSince,
    startedAt: state === 'running' ? stateSince : null,
    createdAt: isoOrEpoch(wire.CreatedAt),
  };
  // A running container has ExitCode 0 too.
  return isOver(task) && task.containerId ? { ...task, exitCode: container.ExitCode ?? 0 } : task;
}
