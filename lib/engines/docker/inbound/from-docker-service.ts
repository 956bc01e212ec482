import type { NetworkId, ServiceId } from '#lib/domain/ids';
import {
  type Service,
  type ServiceNetwork,
  STACK_LABEL,
  type UpdateState,
  type UpdateStatus,
} from '#lib/domain/service/service';
import { serviceFacts } from '#lib/domain/spec/service-facts';
import { publishedPorts } from './published-ports';
import { isoOf, isoOrEpoch } from './timestamp';
import type { WireService } from './wire-shapes';

/** A network's name; ingress is the routing mesh and not one of the service's own networks. */
export interface NetworkFacts {
  name: string;
  ingress: boolean;
}
export type Networks = ReadonlyMap<string, NetworkFacts>;

export function fromDockerService(wire: WireService, networks: Networks): Service {
  const { Spec = {}, Endpoint = {} } = wire;
  return {
    id: (wire.ID ?? '') as ServiceId,
    version: wire.Version?.Index ?? 0,
    name: Spec.Name ?? '',
    stack: Spec.Labels?.[STACK_LABEL] || null,
    labels: Spec.Labels ?? {},
    ...serviceFacts(Spec),
    jobIteration: wire.JobStatus ? (wire.JobStatus.JobIteration?.Index ?? 0) : null,
    updateStatus: updateStatusIn(wire),
    // The endpoint has the ports that the swarm assigned; the spec only the requested ones.
    ports: publishedPorts(Endpoint.Ports ?? Spec.EndpointSpec?.Ports),
    networks: networksIn(wire, networks),
    createdAt: isoOrEpoch(wire.CreatedAt),
    updatedAt: isoOrEpoch(wire.UpdatedAt),
  };
}

const UPDATE_STATES: readonly UpdateState[] = [
  'updating',
  'paused',
  'completed',
  'rollback_started',
  'rollback_paused',
  'rollback_completed',
];

function updateStatusIn({ UpdateStatus }: WireService): UpdateStatus | null {
  const state = UPDATE_STATES.find((each) => each === UpdateStatus?.State);
  if (!state || !UpdateStatus) return null;
  return {
    state,
    startedAt: isoOf(UpdateStatus.StartedAt),
    completedAt: isoOf(UpdateStatus.CompletedAt),
    message: UpdateStatus.Message ?? '',
  };
}

/** The networks of the spec, and those where the service has an address; old clients wrote Spec.Networks. */
function networksIn({ Spec, Endpoint }: WireService, networks: Networks): ServiceNetwork[] {
  const addresses = new Map((Endpoint?.VirtualIPs ?? []).map(({ NetworkID = '', Addr }) => [NetworkID, Addr || null]));
  const targets = [...(Spec?.TaskTemplate?.Networks ?? []), ...(Spec?.Networks ?? [])].map(({ Target = '' }) => Target);
  return [...new Set([...targets, ...addresses.keys()])]
    .filter((id) => id && !networks.get(id)?.ingress)
    .map((id) => ({ id: id as NetworkId, name: networks.get(id)?.name ?? id, virtualIp: addresses.get(id) ?? null }));
}
