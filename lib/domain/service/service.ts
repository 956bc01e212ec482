import type { NetworkId, ServiceId } from '../ids';

export type ServiceMode =
  | { kind: 'replicated'; replicas: number }
  | { kind: 'global' }
  | { kind: 'replicated-job'; maxConcurrent: number; totalCompletions: number }
  | { kind: 'global-job' };

export const FAILURE_ACTIONS = ['pause', 'continue', 'rollback'] as const;
export type FailureAction = (typeof FAILURE_ACTIONS)[number];
export const UPDATE_ORDERS = ['stop-first', 'start-first'] as const;
export type UpdateOrder = (typeof UPDATE_ORDERS)[number];

/** How tasks are replaced, in an update or a rollback. Durations are nanoseconds on the wire, milliseconds here. */
export interface UpdateConfig {
  /** Slots at a time; 0 is all at once. */
  parallelism: number;
  delayMs: number;
  failureAction: FailureAction;
  monitorMs: number;
  /** 0 to 1: the share of failed tasks that an update may have before the failure action is taken. */
  maxFailureRatio: number;
  order: UpdateOrder;
}

export const RESTART_CONDITIONS = ['none', 'on-failure', 'any'] as const;
export type RestartCondition = (typeof RESTART_CONDITIONS)[number];

/** What becomes of a task that has ended. (SwarmKit: api/types.proto, RestartPolicy) */
export interface RestartPolicy {
  condition: RestartCondition;
  /** Restarts of one slot before the swarm gives it up; 0: it never does. Of a job see domain/rollout/job-standing. */
  maxAttempts: number;
}

/** SwarmKit's default for a spec without one. (SwarmKit: api/defaults/service.go) */
export const DEFAULT_RESTART_POLICY: RestartPolicy = { condition: 'any', maxAttempts: 0 };

/** SwarmKit's default for a spec without one. (SwarmKit: api/defaults/service.go) */
export const DEFAULT_UPDATE_CONFIG: UpdateConfig = {
  parallelism: 1,
  delayMs: 0,
  failureAction: 'pause',
  monitorMs: 5000,
  maxFailureRatio: 0,
  order: 'stop-first',
};

export type UpdateState =
  | 'updating'
  | 'paused'
  | 'completed'
  | 'rollback_started'
  | 'rollback_paused'
  | 'rollback_completed';

/** The engine's word on the last update. It stays for ever; null after a change that left the task template alone. */
export interface UpdateStatus {
  state: UpdateState;
  startedAt: string | null;
  completedAt: string | null;
  message: string;
}

export interface PublishedPort {
  protocol: 'tcp' | 'udp' | 'sctp';
  targetPort: number;
  /** 0 when the swarm has not chosen one yet. */
  publishedPort: number;
  mode: 'ingress' | 'host';
}

export interface ServiceNetwork {
  id: NetworkId;
  name: string;
  /** CIDR; null for dnsrr and for host networks. */
  virtualIp: string | null;
}

/**
 * A service as every signed-in person may see it: no env values, no arguments.
 * The whole spec is read apart, by those who may (`spec:sensitive`).
 */
export interface Service {
  id: ServiceId;
  /** Raft index of the object; also moves when only its update status does. */
  version: number;
  name: string;
  /** From the label com.docker.stack.namespace: a stack exists only in labels. */
  stack: string | null;
  labels: Record<string, string>;
  image: string;
  mode: ServiceMode;
  /**
   * Which run of the job is the present one, from 0: every update of a job, whatever it changes, begins the next. null
   * for services that are no jobs. (SwarmKit: manager/controlapi/service.go, UpdateService)
   */
  jobIteration: number | null;
  /** Grows by `docker service update --force`. */
  forceUpdate: number;
  updateConfig: UpdateConfig;
  rollbackConfig: UpdateConfig;
  updateStatus: UpdateStatus | null;
  restartPolicy: RestartPolicy;
  constraints: string[];
  preferences: string[];
  maxReplicasPerNode: number;
  /** Stand for what SwarmKit compares to decide that a task must be replaced. (domain/rollout/task-spec) */
  templateDigest: string;
  endpointDigest: string;
  ports: PublishedPort[];
  networks: ServiceNetwork[];
  createdAt: string;
  updatedAt: string;
}

export const STACK_LABEL = 'com.docker.stack.namespace';

export const isJob = (mode: ServiceMode): boolean => mode.kind === 'replicated-job' || mode.kind === 'global-job';

/** Whether an update or rollback is moving tasks now, or is paused half-way. */
export const isUpdateInFlight = ({ updateStatus }: Pick<Service, 'updateStatus'>): boolean =>
  updateStatus?.state === 'updating' || updateStatus?.state === 'rollback_started';

export const isUpdateStuck = ({ updateStatus }: Pick<Service, 'updateStatus'>): boolean =>
  updateStatus?.state === 'paused' || updateStatus?.state === 'rollback_paused';

/** Each port once: a task's status lists every host port twice. */
export const distinctPorts = (ports: readonly PublishedPort[]): PublishedPort[] => [
  ...new Map(ports.map((port) => [JSON.stringify(port), port])).values(),
];
