import type { Cluster } from '../cluster/cluster';
import type { ServiceId } from '../ids';
import type { Service } from '../service/service';

/** On services that the console itself depends on: every change of them requires `service:host-power`. */
export const PROTECTED_LABEL = 'swarmdeck.protected';

export const isProtected = (service: Pick<Service, 'id' | 'labels'>, own: ServiceId | null): boolean =>
  service.id === own || service.labels[PROTECTED_LABEL] === 'true';

/** The service whose task this console runs as, by its own container's id. */
export function ownServiceIn({ tasks }: Pick<Cluster, 'tasks'>, containerId: string | null): ServiceId | null {
  if (containerId === null) return null;
  for (const task of tasks.values()) if (task.containerId === containerId) return task.serviceId;
  return null;
}
