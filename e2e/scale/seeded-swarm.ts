import type { NodeId, ServiceId, TaskId } from '#lib/domain/ids';
import type { Node } from '#lib/domain/node/node';
import {
  DEFAULT_RESTART_POLICY,
  DEFAULT_UPDATE_CONFIG,
  type Service,
  type UpdateStatus,
} from '#lib/domain/service/service';
import type { Task } from '#lib/domain/task/task';
import type { SeededRandom } from './seeded-random';

export interface SwarmSize {
  nodes: number;
  services: number;
  tasks: number;
}

export interface SeededSwarm {
  nodes: Node[];
  services: Service[];
  tasks: Task[];
}

const MANAGERS = 5;
const ZONES = ['zone-a', 'zone-b', 'zone-c', 'zone-d'];
const TEAMS = ['shop', 'search', 'billing', 'logistics', 'identity', 'media', 'risk', 'platform'];
const PARTS = ['api', 'web', 'worker', 'cache', 'gateway', 'scheduler', 'importer', 'indexer', 'mailer', 'reports'];
/** Services of which one runs on every node; they are the first of the list. */
const AGENTS = ['node-exporter', 'log-shipper'];
/** Of all tasks these have ended and are history. */
const HISTORY = 0.15;

/** What ends tasks, in the engine's words. */
export const FAILURES: readonly { error: string; exitCode: number | null }[] = [
  { error: 'task: non-zero exit (1)', exitCode: 1 },
  { error: 'task: non-zero exit (137)', exitCode: 137 },
  { error: 'task: non-zero exit (2): dial tcp 10.0.3.17:5432: connect: connection refused', exitCode: 2 },
  { error: 'task: non-zero exit (139)', exitCode: 139 },
  { error: 'No such image: registry.example.org/media/transcoder:3.9.1', exitCode: null },
  { error: 'starting container failed: OCI runtime create failed: exec: "serve": not found in $PATH', exitCode: 127 },
];

/** A swarm of any size, the same for the same numbers. `at` is when everything in it was last told. */
export function seededSwarm({ nodes, services, tasks }: SwarmSize, random: SeededRandom, at: number): SeededSwarm {
  const agents = Math.min(AGENTS.length, Math.floor(tasks / (nodes * 3)));
  const madeNodes = Array.from({ length: nodes }, (_, index) => aNode(index, random, at));
  const shares = sharesOf(services - agents, Math.floor(tasks * (1 - HISTORY)) - agents * nodes, random);
  const madeServices = Array.from({ length: services }, (_, index) =>
    aService(index, index < agents ? null : (shares[index - agents] ?? 1), random, at),
  );
  const running = madeServices.flatMap((service) => {
    const places = service.mode.kind === 'replicated' ? service.mode.replicas : nodes;
    return Array.from({ length: places }, (_, place) => {
      const node = service.mode.kind === 'global' ? madeNodes[place] : random.pick(madeNodes);
      return aRunningTask(service, service.mode.kind === 'global' ? null : place + 1, node as Node, random, at);
    });
  });
  const ended = Array.from({ length: Math.max(0, tasks - running.length) }, () =>
    anEndedTask(random.pick(running), random, at),
  );
  return { nodes: madeNodes, services: madeServices, tasks: [...running, ...ended] };
}

function aNode(index: number, random: SeededRandom, at: number): Node {
  const isManager = index < MANAGERS;
  const address = `10.${20 + Math.floor(index / 62_500)}.${Math.floor(index / 250) % 250}.${(index % 250) + 4}`;
  return {
    id: random.id() as NodeId,
    version: 1000 + index,
    hostname: isManager ? `manager-${index + 1}` : `worker-${String(index - MANAGERS + 1).padStart(4, '0')}`,
    role: isManager ? 'manager' : 'worker',
    availability: 'active',
    state: 'ready',
    stateMessage: '',
    address,
    manager: isManager ? { leader: index === 0, reachability: 'reachable', address: `${address}:2377` } : null,
    labels: {
      zone: ZONES[index % ZONES.length] as string,
      rack: `r${Math.floor(index / 24)}`,
      disk: index % 3 ? 'ssd' : 'hdd',
    },
    engineLabels: {},
    platform: { architecture: 'x86_64', os: 'linux' },
    resources: { nanoCpus: random.pick([8, 16, 32]) * 1e9, memoryBytes: random.pick([32, 64, 128]) * 2 ** 30 },
    engineVersion: random.pick(['24.0.7', '24.0.7', '25.0.3']),
    createdAt: before(at, random, 400),
    updatedAt: before(at, random, 40),
  };
}

/** `replicas` null: one on every node. */
function aService(index: number, replicas: number | null, random: SeededRandom, at: number): Service {
  const team = TEAMS[index % TEAMS.length] as string;
  const part = PARTS[Math.floor(index / TEAMS.length) % PARTS.length] as string;
  const round = Math.floor(index / (TEAMS.length * PARTS.length));
  const name = replicas === null ? (AGENTS[index] as string) : `${team}_${part}${round > 0 ? `-${round + 1}` : ''}`;
  const isPublic = replicas !== null && index % 5 === 0;
  return {
    id: random.id() as ServiceId,
    version: 5000 + index,
    name,
    stack: replicas === null ? null : team,
    labels: {
      'com.docker.stack.namespace': team,
      'org.example.owner': `${team}@example.org`,
      'org.example.tier': `${index % 4}`,
    },
    image: `registry.example.org/${team}/${part}:${1 + (index % 4)}.${index % 17}.${index % 9}@sha256:${random.hex(64)}`,
    mode: replicas === null ? { kind: 'global' } : { kind: 'replicated', replicas },
    jobIteration: null,
    forceUpdate: 0,
    restartPolicy: DEFAULT_RESTART_POLICY,
    updateConfig: { ...DEFAULT_UPDATE_CONFIG, parallelism: 2, delayMs: 10_000 },
    rollbackConfig: DEFAULT_UPDATE_CONFIG,
    updateStatus: updateStatusOf(index, random, at),
    constraints: index % 7 === 0 ? ['node.labels.disk==ssd'] : [],
    preferences: index % 3 === 0 ? ['spread=node.labels.zone'] : [],
    maxReplicasPerNode: 0,
    templateDigest: random.hex(16),
    endpointDigest: 'none',
    ports: isPublic ? [{ protocol: 'tcp', targetPort: 8080, publishedPort: 30_000 + index, mode: 'ingress' }] : [],
    networks: [
      {
        id: random.id() as Service['networks'][number]['id'],
        name: `${team}_default`,
        virtualIp: `10.0.${index % 250}.2/24`,
      },
    ],
    createdAt: before(at, random, 300),
    updatedAt: before(at, random, 30),
  };
}

function updateStatusOf(index: number, random: SeededRandom, at: number): UpdateStatus | null {
  if (index % 3 !== 0) return null;
  const done = { startedAt: before(at, random, 20), completedAt: before(at, random, 10), message: 'update completed' };
  if (index % 60 === 0) return { ...done, state: 'updating', completedAt: null, message: 'update in progress' };
  if (index % 150 === 3)
    return { ...done, state: 'paused', completedAt: null, message: 'update paused due to failure' };
  return { ...done, state: 'completed' };
}

/** A few large services and many small ones, which together have so many replicas. */
function sharesOf(count: number, replicas: number, random: SeededRandom): number[] {
  const weights = Array.from({ length: count }, () => 1 / (0.02 + random.next()));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const shares = weights.map((weight) => Math.max(1, Math.floor((weight / sum) * replicas)));
  const missing = replicas - shares.reduce((total, share) => total + share, 0);
  if (missing > 0) shares[0] = (shares[0] ?? 0) + missing;
  return shares;
}

function aRunningTask(service: Service, slot: number | null, node: Node, random: SeededRandom, at: number): Task {
  const startedAt = before(at, random, 20);
  return {
    id: random.id() as TaskId,
    version: 10_000 + random.whole(1_000_000),
    serviceId: service.id,
    slot,
    jobIteration: null,
    nodeId: node.id,
    state: 'running',
    desiredState: 'running',
    message: 'started',
    error: '',
    exitCode: null,
    containerId: random.hex(64),
    image: service.image,
    templateDigest: service.templateDigest,
    endpointDigest: 'none',
    ports: [],
    stateSince: startedAt,
    startedAt,
    createdAt: before(at, random, 25),
  };
}

/** One that was there before this one. */
function anEndedTask(now: Task, random: SeededRandom, at: number): Task {
  const failed = random.chance(0.5) ? random.pick(FAILURES) : null;
  return {
    ...now,
    id: random.id() as TaskId,
    version: 5000 + random.whole(5000),
    state: failed ? (failed.exitCode === null ? 'rejected' : 'failed') : 'shutdown',
    desiredState: 'shutdown',
    message: failed ? 'started' : 'shutdown',
    error: failed?.error ?? '',
    exitCode: failed ? failed.exitCode : 0,
    containerId: failed?.exitCode === null ? null : random.hex(64),
    stateSince: before(at, random, 40),
    createdAt: before(at, random, 60),
  };
}

const before = (at: number, random: SeededRandom, days: number): string =>
  new Date(at - random.whole(days * 86_400_000) - 60_000).toISOString();
