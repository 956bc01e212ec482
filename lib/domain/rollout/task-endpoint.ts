import { isUpdateInFlight, isUpdateStuck, type Service } from '../service/service';
import type { Task } from '../task/task';
import { UNKNOWN_ENDPOINT } from './dirty';

/** Another endpoint spec than the service has now; nobody saw which. */
export const FORMER_ENDPOINT = 'former';

/**
 * The endpoint spec that a task was made with, when it is seen for the first time: the service's, unless an update moves or
 * stands and began after the task was made. Both times are the leader's.
 */
export function endpointWhenSeen(
  task: Pick<Task, 'createdAt' | 'endpointDigest'>,
  service: Pick<Service, 'endpointDigest' | 'updateStatus'> | undefined,
): string {
  if (task.endpointDigest !== UNKNOWN_ENDPOINT || !service) return task.endpointDigest;
  const began = isUpdateInFlight(service) || isUpdateStuck(service) ? service.updateStatus?.startedAt : null;
  return began && task.createdAt < began ? FORMER_ENDPOINT : service.endpointDigest;
}
