import type { NodeId } from '#lib/domain/ids';
import {
  AVAILABILITIES,
  type Availability,
  type ManagerStatus,
  type Node,
  type NodeState,
  nodeAddress,
  type Reachability,
} from '#lib/domain/node/node';
import { isoOrEpoch } from './timestamp';
import type { WireNode } from './wire-shapes';

const STATES: readonly NodeState[] = ['ready', 'down', 'unknown', 'disconnected'];
const REACHABILITIES: readonly Reachability[] = ['reachable', 'unreachable', 'unknown'];

/** An unknown word becomes the last of the known ones: 'unknown' where there is such a word. */
const known = <Word extends string>(words: readonly Word[], word: string | undefined, otherwise: Word): Word =>
  words.find((each) => each === word) ?? otherwise;

export function fromDockerNode(wire: WireNode): Node {
  const { Spec = {}, Description = {}, Status = {} } = wire;
  return {
    id: (wire.ID ?? '') as NodeId,
    version: wire.Version?.Index ?? 0,
    hostname: Description.Hostname ?? '',
    role: Spec.Role === 'manager' ? 'manager' : 'worker',
    availability: known<Availability>(AVAILABILITIES, Spec.Availability, 'active'),
    state: known(STATES, Status.State, 'unknown'),
    stateMessage: Status.Message ?? '',
    address: nodeAddress(wire.Status?.Addr ?? '', wire.ManagerStatus?.Addr),
    manager: managerIn(wire),
    labels: Spec.Labels ?? {},
    engineLabels: Description.Engine?.Labels ?? {},
    platform: { architecture: Description.Platform?.Architecture ?? '', os: Description.Platform?.OS ?? '' },
    resources: {
      nanoCpus: Description.Resources?.NanoCPUs ?? 0,
      memoryBytes: Description.Resources?.MemoryBytes ?? 0,
    },
    engineVersion: Description.Engine?.EngineVersion ?? '',
    createdAt: isoOrEpoch(wire.CreatedAt),
    updatedAt: isoOrEpoch(wire.UpdatedAt),
  };
}

function managerIn({ ManagerStatus }: WireNode): ManagerStatus | null {
  if (!ManagerStatus) return null;
  return {
    leader: ManagerStatus.Leader ?? false,
    reachability: known(REACHABILITIES, ManagerStatus.Reachability, 'unknown'),
    address: ManagerStatus.Addr ?? '',
  };
}
