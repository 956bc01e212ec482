import type { NetworkId, ServiceId } from '#lib/domain/ids';
import {
  DEFAULT_UPDATE_CONFIG,
  FAILURE_ACTIONS,
  type Service,
  type ServiceMode,
  type ServiceNetwork,
  STACK_LABEL,
  UPDATE_ORDERS,
  type UpdateConfig,
  type UpdateState,
  type UpdateStatus,
} from '#lib/domain/service/service';
import { publishedPorts } from './published-ports';
import { templateDigest } from './template-digest';
import { isoOf, isoOrEpoch } from './timestamp';
import type { WireService, WireUpdateConfig } from './wire-shapes';

/** What a network is called; ingress is the routing mesh and no network of the service's own. */
export interface NetworkFacts {
  name: string;
  ingress: boolean;
}
export type Networks = ReadonlyMap<string, NetworkFacts>;

const NANOSECONDS_PER_MS = 1e6;

export function fromDockerService(wire: WireService, networks: Networks): Service {
  const { Spec = {}, Endpoint = {} } = wire;
  const template = Spec.TaskTemplate ?? {};
  const placement = template.Placement ?? {};
  return {
    id: (wire.ID ?? '') as ServiceId,
    version: wire.Version?.Index ?? 0,
    name: Spec.Name ?? '',
    stack: Spec.Labels?.[STACK_LABEL] || null,
    labels: Spec.Labels ?? {},
    image: template.ContainerSpec?.Image ?? template.PluginSpec?.Remote ?? '',
    mode: modeIn(wire),
    jobIteration: wire.JobStatus ? (wire.JobStatus.JobIteration?.Index ?? 0) : null,
    forceUpdate: template.ForceUpdate ?? 0,
    updateConfig: updateConfigOf(Spec.UpdateConfig),
    rollbackConfig: updateConfigOf(Spec.RollbackConfig),
    updateStatus: updateStatusIn(wire),
    constraints: placement.Constraints ?? [],
    preferences: (placement.Preferences ?? []).map(({ Spread }) => `spread=${Spread?.SpreadDescriptor ?? ''}`),
    maxReplicasPerNode: placement.MaxReplicas ?? 0,
    templateDigest: templateDigest(Spec.TaskTemplate),
    // The endpoint knows the ports that the swarm has chosen; the spec only those that were asked for.
    ports: publishedPorts(Endpoint.Ports ?? Spec.EndpointSpec?.Ports),
    networks: networksIn(wire, networks),
    createdAt: isoOrEpoch(wire.CreatedAt),
    updatedAt: isoOrEpoch(wire.UpdatedAt),
  };
}

/** Replicas are a pointer in the API: not said means one. (SwarmKit: api/defaults) */
function modeIn({ Spec }: WireService): ServiceMode {
  const { Replicated, Global, ReplicatedJob, GlobalJob } = Spec?.Mode ?? {};
  if (Global) return { kind: 'global' };
  if (GlobalJob) return { kind: 'global-job' };
  if (!ReplicatedJob) return { kind: 'replicated', replicas: Replicated?.Replicas ?? 1 };
  const maxConcurrent = ReplicatedJob.MaxConcurrent ?? 1;
  return { kind: 'replicated-job', maxConcurrent, totalCompletions: ReplicatedJob.TotalCompletions ?? maxConcurrent };
}

function updateConfigOf(wire: WireUpdateConfig | null | undefined): UpdateConfig {
  const usual = DEFAULT_UPDATE_CONFIG;
  if (!wire) return usual;
  return {
    // Within a given config a missing number is Go's zero, and zero at a time is all at once.
    parallelism: wire.Parallelism ?? 0,
    delayMs: (wire.Delay ?? 0) / NANOSECONDS_PER_MS,
    failureAction: FAILURE_ACTIONS.find((action) => action === wire.FailureAction) ?? usual.failureAction,
    // Unlike the others, a monitor that is not given is the default one.
    monitorMs: wire.Monitor ? wire.Monitor / NANOSECONDS_PER_MS : usual.monitorMs,
    maxFailureRatio: wire.MaxFailureRatio ?? 0,
    order: UPDATE_ORDERS.find((order) => order === wire.Order) ?? usual.order,
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

/** The networks the service asked for, and those where it has an address; Spec.Networks is what old clients wrote. */
function networksIn({ Spec, Endpoint }: WireService, networks: Networks): ServiceNetwork[] {
  const addresses = new Map((Endpoint?.VirtualIPs ?? []).map(({ NetworkID = '', Addr }) => [NetworkID, Addr || null]));
  const asked = [...(Spec?.TaskTemplate?.Networks ?? []), ...(Spec?.Networks ?? [])].map(({ Target = '' }) => Target);
  return [...new Set([...asked, ...addresses.keys()])]
    .filter((id) => id && !networks.get(id)?.ingress)
    .map((id) => ({ id: id as NetworkId, name: networks.get(id)?.name ?? id, virtualIp: addresses.get(id) ?? null }));
}
