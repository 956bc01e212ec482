import { endpointDigest, type TaskTemplateJson, templateDigest } from '../rollout/task-spec';
import {
  DEFAULT_UPDATE_CONFIG,
  FAILURE_ACTIONS,
  RESTART_CONDITIONS,
  type Service,
  type ServiceMode,
  UPDATE_ORDERS,
  type UpdateConfig,
} from '../service/service';
import type { RawSpec } from './raw-spec';

/** What of a service its spec alone decides. */
export type ServiceFacts = Pick<
  Service,
  | 'image'
  | 'mode'
  | 'forceUpdate'
  | 'updateConfig'
  | 'rollbackConfig'
  | 'restartPolicy'
  | 'constraints'
  | 'preferences'
  | 'maxReplicasPerNode'
  | 'templateDigest'
  | 'endpointDigest'
>;

/** Additional facts for planning only. */
export interface SpecFacts extends ServiceFacts {
  /** One of its tasks at most finds room on a node. */
  hostPorts: boolean;
}

/** The parts of a service spec that are read here, as JSON.parse gives them. Go leaves out zeros and what is empty. */
export interface ServiceSpecJson {
  TaskTemplate?: TaskTemplateJson & {
    ContainerSpec?: { Image?: string } | null;
    PluginSpec?: { Remote?: string } | null;
    Placement?: {
      Constraints?: string[] | null;
      Preferences?: { Spread?: { SpreadDescriptor?: string } }[] | null;
      MaxReplicas?: number;
    } | null;
    RestartPolicy?: { Condition?: string; MaxAttempts?: number } | null;
  };
  Mode?: {
    Replicated?: { Replicas?: number };
    Global?: object;
    ReplicatedJob?: { MaxConcurrent?: number; TotalCompletions?: number };
    GlobalJob?: object;
  };
  UpdateConfig?: UpdateConfigJson | null;
  RollbackConfig?: UpdateConfigJson | null;
  EndpointSpec?: { Ports?: { TargetPort?: number; PublishMode?: string }[] | null } | null;
}

interface UpdateConfigJson {
  Parallelism?: number;
  Delay?: number;
  FailureAction?: string;
  Monitor?: number;
  MaxFailureRatio?: number;
  Order?: string;
}

const NANOSECONDS_PER_MS = 1e6;

/** Of a spec as the engine sent it. Rounded numbers do no harm here: nothing of this is written back. */
export function factsOfSpec(spec: RawSpec): SpecFacts {
  const json = JSON.parse(spec) as ServiceSpecJson;
  const ports = json.EndpointSpec?.Ports ?? [];
  return { ...serviceFacts(json), hostPorts: ports.some(({ PublishMode }) => PublishMode === 'host') };
}

export function serviceFacts(spec: ServiceSpecJson): ServiceFacts {
  const template = spec.TaskTemplate ?? {};
  const placement = template.Placement ?? {};
  return {
    image: template.ContainerSpec?.Image ?? template.PluginSpec?.Remote ?? '',
    mode: modeIn(spec),
    forceUpdate: template.ForceUpdate ?? 0,
    updateConfig: updateConfigOf(spec.UpdateConfig),
    rollbackConfig: updateConfigOf(spec.RollbackConfig),
    restartPolicy: {
      condition: RESTART_CONDITIONS.find((each) => each === template.RestartPolicy?.Condition) ?? 'any',
      maxAttempts: template.RestartPolicy?.MaxAttempts ?? 0,
    },
    constraints: placement.Constraints ?? [],
    preferences: (placement.Preferences ?? []).map(({ Spread }) => `spread=${Spread?.SpreadDescriptor ?? ''}`),
    maxReplicasPerNode: placement.MaxReplicas ?? 0,
    templateDigest: templateDigest(spec.TaskTemplate),
    endpointDigest: endpointDigest(spec.EndpointSpec),
  };
}

/** Replicas are a pointer in the API: a missing value means one. (SwarmKit: api/defaults) */
function modeIn({ Mode }: ServiceSpecJson): ServiceMode {
  const { Replicated, Global, ReplicatedJob, GlobalJob } = Mode ?? {};
  if (Global) return { kind: 'global' };
  if (GlobalJob) return { kind: 'global-job' };
  if (!ReplicatedJob) return { kind: 'replicated', replicas: Replicated?.Replicas ?? 1 };
  const maxConcurrent = ReplicatedJob.MaxConcurrent ?? 1;
  return { kind: 'replicated-job', maxConcurrent, totalCompletions: ReplicatedJob.TotalCompletions ?? maxConcurrent };
}

/**
 * An absent config is SwarmKit's default, one at a time; within a given one a missing number is Go's zero: all at once.
 */
function updateConfigOf(wire: UpdateConfigJson | null | undefined): UpdateConfig {
  const usual = DEFAULT_UPDATE_CONFIG;
  if (!wire) return usual;
  return {
    parallelism: wire.Parallelism ?? 0,
    delayMs: (wire.Delay ?? 0) / NANOSECONDS_PER_MS,
    failureAction: FAILURE_ACTIONS.find((action) => action === wire.FailureAction) ?? usual.failureAction,
    // Unlike the others, a monitor that is not given is the default one.
    monitorMs: wire.Monitor ? wire.Monitor / NANOSECONDS_PER_MS : usual.monitorMs,
    maxFailureRatio: wire.MaxFailureRatio ?? 0,
    order: UPDATE_ORDERS.find((order) => order === wire.Order) ?? usual.order,
  };
}
