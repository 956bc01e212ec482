import { isUpdateInFlight, isUpdateStuck, type Service } from '../service/service';
import type { Task } from '../task/task';
import { UNKNOWN_ENDPOINT } from './dirty';

/** An endpoint spec other than the service's present one; which one is unknown. */
export const FORMER_ENDPOINT = 'former';

/**
 * The endpoint spec that a task was made with, when it is seen for the first time: the service's, unless an update
 * moves or stands and began after the task was made. Both times are the leader's.
 */
export function endpointWhenSeen(
  task: Pick<Task, 'createdAt' | 'endpointDigest'>,
  service: Pick<Service, 'endpointDigest' | 'updateStatus'> | undefined,
): string {
  if (task.endpointDigest !== UNKNOWN_ENDPOINT || !service) return task.endpointDigest;
  const began = isUpdateInFlight(service) || isUpdateStuck(service) ? service.updateStatus?.startedAt : null;
  return began && task.createdAt < began ? FORMER_ENDPOINT : service.endpointDigest;
}

/**
 * Whether the task was certainly made under the service's present spec: a write clears UpdateStatus, and an update is
 * dated when it begins, after the write and before its first task. A rollback has the date of the update that it
 * undoes, so it proves nothing. (SwarmKit: manager/orchestrator/update/updater.go, startUpdate and rollbackUpdate)
 */
export function isOfPresentSpec(
  { createdAt }: Pick<Task, 'createdAt'>,
  { updateStatus, updatedAt }: Pick<Service, 'updateStatus' | 'updatedAt'>,
): boolean {
  if (updateStatus?.state.startsWith('rollback')) return false;
  return createdAt >= (updateStatus?.startedAt ?? updatedAt);
}
