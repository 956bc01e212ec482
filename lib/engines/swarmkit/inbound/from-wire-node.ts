import type { NodeId } from '#lib/domain/ids';
import { type Availability, type ManagerStatus, type Node, type NodeState, nodeAddress } from '#lib/domain/node/node';
import { versionOf, type WireNode } from '../wire-shapes';
import { isoOf } from './timestamp';

const AVAILABILITIES: Record<string, Availability> = { ACTIVE: 'active', PAUSE: 'pause', DRAIN: 'drain' };
const STATES: Record<string, NodeState> = {
  UNKNOWN: 'unknown',
  DOWN: 'down',
  READY: 'ready',
  DISCONNECTED: 'disconnected',
};

/** `manager` is its last known standing, because neither SwarmKit's store nor the stream has it. */
export function fromWireNode(wire: WireNode, manager: ManagerStatus | null): Node {
  const { spec = {}, description = {}, status = {} } = wire;
  const node: Node = {
    id: (wire.id ?? '') as NodeId,
    version: versionOf(wire),
    hostname: description.hostname ?? '',
    role: spec.desiredRole === 'MANAGER' ? 'manager' : 'worker',
    availability: AVAILABILITIES[spec.availability ?? ''] ?? 'active',
    state: STATES[status.state ?? ''] ?? 'unknown',
    stateMessage: status.message ?? '',
    address: status.addr ?? '',
    manager: null,
    labels: inOrder(spec.annotations?.labels),
    engineLabels: inOrder(description.engine?.labels),
    platform: { architecture: description.platform?.architecture ?? '', os: description.platform?.os ?? '' },
    resources: {
      nanoCpus: description.resources?.nanoCpus ?? 0,
      memoryBytes: description.resources?.memoryBytes ?? 0,
    },
    engineVersion: description.engine?.engineVersion ?? '',
    createdAt: isoOf(wire.meta?.createdAt),
    updatedAt: isoOf(wire.meta?.updatedAt),
  };
  return withManager(node, manager);
}

export const withManager = (node: Node, manager: ManagerStatus | null): Node => ({
  ...node,
  address: nodeAddress(node.address, manager?.address),
  manager,
});

/** Maps have no order on the wire; the Docker API sorts them. */
const inOrder = (labels: Record<string, string> = {}): Record<string, string> =>
  Object.fromEntries(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
