import type { Cluster } from '../cluster/cluster';
import type { NodeId, ServiceId, TaskId } from '../ids';
import type { Node } from '../node/node';
import { DEFAULT_RESTART_POLICY, DEFAULT_UPDATE_CONFIG, isJob, type Service } from '../service/service';
import type { Task } from '../task/task';

const WHEN = '2026-01-01T00:00:00.000Z';
const padded = (id: string): string => id.padEnd(25, '0');

/** Ids for tests: short words that have the length of real ones. */
export const aNodeId = (id: string): NodeId => padded(id) as NodeId;
export const aServiceId = (id: string): ServiceId => padded(id) as ServiceId;
export const aTaskId = (id: string): TaskId => padded(id) as TaskId;

export function aNode(overrides: Partial<Omit<Node, 'id'>> & { id: string }): Node {
  return {
    version: 1,
    hostname: overrides.id,
    role: overrides.manager ? 'manager' : 'worker',
    availability: 'active',
    state: 'ready',
    stateMessage: '',
    address: '10.0.0.1',
    manager: null,
    labels: {},
    engineLabels: {},
    platform: { architecture: 'x86_64', os: 'linux' },
    resources: { nanoCpus: 2e9, memoryBytes: 4e9 },
    engineVersion: '20.10.24',
    createdAt: WHEN,
    updatedAt: WHEN,
    ...overrides,
    id: aNodeId(overrides.id),
  };
}

export const aManager = (id: string, overrides: Partial<Node['manager'] & object> = {}): Node =>
  aNode({ id, manager: { leader: false, reachability: 'reachable', address: '10.0.0.1:2377', ...overrides } });

export function aService(overrides: Partial<Omit<Service, 'id'>> & { id: string; replicas?: number }): Service {
  const { replicas = 1, ...rest } = overrides;
  return {
    version: 1,
    name: overrides.id,
    stack: null,
    labels: {},
    image: 'app:1',
    mode: { kind: 'replicated', replicas },
    jobIteration: rest.mode && isJob(rest.mode) ? 0 : null,
    forceUpdate: 0,
    restartPolicy: DEFAULT_RESTART_POLICY,
    updateConfig: DEFAULT_UPDATE_CONFIG,
    rollbackConfig: DEFAULT_UPDATE_CONFIG,
    updateStatus: null,
    constraints: [],
    preferences: [],
    maxReplicasPerNode: 0,
    templateDigest: 'a.a',
    endpointDigest: 'none',
    ports: [],
    networks: [],
    createdAt: WHEN,
    updatedAt: WHEN,
    ...rest,
    id: aServiceId(overrides.id),
  };
}

export function aTask(
  overrides: Partial<Omit<Task, 'id' | 'serviceId' | 'nodeId'>> & { id: string; of: string; on?: string },
): Task {
  const { id, of, on, ...rest } = overrides;
  return {
    version: 1,
    slot: 1,
    jobIteration: null,
    state: 'running',
    desiredState: 'running',
    message: 'started',
    error: '',
    exitCode: null,
    containerId: null,
    image: 'app:1',
    templateDigest: 'a.a',
    endpointDigest: 'none',
    ports: [],
    stateSince: WHEN,
    startedAt: null,
    createdAt: WHEN,
    ...rest,
    id: aTaskId(id),
    serviceId: aServiceId(of),
    nodeId: on ? aNodeId(on) : null,
  };
}

export const aCluster = ({
  nodes = [],
  services = [],
  tasks = [],
}: {
  nodes?: readonly Node[];
  services?: readonly Service[];
  tasks?: readonly Task[];
}): Cluster => ({
  id: null,
  nodes: new Map(nodes.map((node) => [node.id, node])),
  services: new Map(services.map((service) => [service.id, service])),
  tasks: new Map(tasks.map((task) => [task.id, task])),
  tasksOfService: (id) => tasks.filter(({ serviceId }) => serviceId === id),
});
