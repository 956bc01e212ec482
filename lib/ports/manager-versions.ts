import type { ClusterId, NodeId } from '#lib/domain/ids';

/** The Docker API that a manager's engine was last heard to speak, as `1.51`. */
export interface ManagerVersion {
  nodeId: NodeId;
  apiVersion: string;
}

/**
 * Kept over restarts and shared by the consoles on one database: a spec that was read in a newer API must not be
 * written in an older one, whichever console does it. Throws `records_unavailable`.
 */
export interface ManagerVersions {
  of(cluster: ClusterId): Promise<ManagerVersion[]>;
  keep(cluster: ClusterId, version: ManagerVersion): Promise<void>;
  forget(cluster: ClusterId, nodeId: NodeId): Promise<void>;
}
