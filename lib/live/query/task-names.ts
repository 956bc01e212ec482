import type { NodeId, ServiceId } from '#lib/domain/ids';

/** What people call services and nodes; the id where it is not known. */
export interface TaskNames {
  service(id: ServiceId): string;
  node(id: NodeId): string;
}
