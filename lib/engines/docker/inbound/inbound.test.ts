import { expect, test } from 'vitest';
import { templateDigest } from '#lib/domain/rollout/task-spec';
import { DEFAULT_UPDATE_CONFIG } from '#lib/domain/service/service';
import { fromDockerNode } from './from-docker-node';
import { fromDockerService } from './from-docker-service';
import { fromDockerTask } from './from-docker-task';
import { elementsOf } from './json-elements';
import { rawSpecIn, versionedIn } from './raw-object';
import { isoOf } from './timestamp';
import type { WireService, WireTask } from './wire-shapes';

const networks = new Map([
  ['r5xfey34tlbq', { name: 'ingress', ingress: true }],
  ['eozsrhoc94c2', { name: 'back', ingress: false }],
]);

const template = {
  ContainerSpec: {
    Image: 'app:1@sha256:ec55899f',
    Args: ['http'],
    Init: false,
    DNSConfig: {},
    Healthcheck: { Test: ['CMD-SHELL', '/bin/health'], Interval: 2_000_000_000 },
    Isolation: 'default',
  },
  Resources: { Limits: {}, Reservations: {} },
  Placement: {
    Constraints: ['node.role==worker'],
    Preferences: [{ Spread: { SpreadDescriptor: 'node.labels.zone' } }],
    MaxReplicas: 2,
  },
  Networks: [{ Target: 'eozsrhoc94c2' }],
  ForceUpdate: 0,
};

const web: WireService = {
  ID: 'n1serrx9g7dh',
  Version: { Index: 372 },
  CreatedAt: '2026-11-21T03:02:13.670925498Z',
  UpdatedAt: '2026-11-21T03:02:13.67Z',
  Spec: {
    Name: 'shop_web',
    Labels: { 'com.docker.stack.namespace': 'shop', tier: 'front' },
    TaskTemplate: template,
    Mode: { Replicated: { Replicas: 3 } },
    UpdateConfig: {
      Parallelism: 1,
      Delay: 2_000_000_000,
      FailureAction: 'rollback',
      Monitor: 3_000_000_000,
      MaxFailureRatio: 0.25,
      Order: 'start-first',
    },
    EndpointSpec: { Ports: [{ Protocol: 'tcp', TargetPort: 80, PublishMode: 'ingress' }] },
  },
  Endpoint: {
    Ports: [{ Protocol: 'tcp', TargetPort: 80, PublishedPort: 30_000, PublishMode: 'ingress' }],
    VirtualIPs: [
      { NetworkID: 'r5xfey34tlbq', Addr: '10.0.0.7/24' },
      { NetworkID: 'eozsrhoc94c2', Addr: '10.0.1.2/24' },
    ],
  },
  UpdateStatus: {
    State: 'paused',
    StartedAt: '2026-11-21T03:04:29.574925243Z',
    Message: 'update paused due to failure',
  },
};

test('a service comes with its stack, its chosen port, its own networks and times in milliseconds', () => {
  expect(fromDockerService(web, networks)).toMatchObject({
    id: 'n1serrx9g7dh',
    version: 372,
    name: 'shop_web',
    stack: 'shop',
    image: 'app:1@sha256:ec55899f',
    mode: { kind: 'replicated', replicas: 3 },
    updateConfig: {
      parallelism: 1,
      delayMs: 2000,
      failureAction: 'rollback',
      monitorMs: 3000,
      maxFailureRatio: 0.25,
      order: 'start-first',
    },
    rollbackConfig: DEFAULT_UPDATE_CONFIG,
    updateStatus: { state: 'paused', startedAt: '2026-11-21T03:04:29.574Z', completedAt: null },
    constraints: ['node.role==worker'],
    preferences: ['spread=node.labels.zone'],
    maxReplicasPerNode: 2,
    ports: [{ protocol: 'tcp', targetPort: 80, publishedPort: 30_000, mode: 'ingress' }],
    networks: [{ id: 'eozsrhoc94c2', name: 'back', virtualIp: '10.0.1.2/24' }],
    createdAt: '2026-11-21T03:02:13.670Z',
    updatedAt: '2026-11-21T03:02:13.670Z',
  });
});

test('a service of which nearly everything is left out has the defaults', () => {
  const bare = fromDockerService({ ID: 'x', Spec: { Name: 'bare', Labels: null } }, new Map());
  expect(bare).toMatchObject({
    version: 0,
    stack: null,
    labels: {},
    image: '',
    mode: { kind: 'replicated', replicas: 1 },
    updateConfig: DEFAULT_UPDATE_CONFIG,
    updateStatus: null,
    ports: [],
    networks: [],
  });
});

test.each([
  [{ Global: {} }, { kind: 'global' }],
  [{ GlobalJob: {} }, { kind: 'global-job' }],
  [
    { ReplicatedJob: { MaxConcurrent: 2, TotalCompletions: 5 } },
    { kind: 'replicated-job', maxConcurrent: 2, totalCompletions: 5 },
  ],
  [{ Replicated: { Replicas: 0 } }, { kind: 'replicated', replicas: 0 }],
])('the mode %j is understood', (Mode, mode) => {
  expect(fromDockerService({ Spec: { Mode } }, networks).mode).toEqual(mode);
});

const crashed: WireTask = {
  ID: '9z5ahc3xgi2y',
  Version: { Index: 510 },
  CreatedAt: '2026-11-21T03:02:47.101089926Z',
  Spec: template,
  ServiceID: 'n1serrx9g7dh',
  Slot: 1,
  NodeID: '4iefaxxn7wpq',
  Status: {
    Timestamp: '2026-11-21T03:02:49.551738493Z',
    State: 'failed',
    Message: 'started',
    Err: 'task: non-zero exit (3)',
    ContainerStatus: { ContainerID: '89a445745b1a', ExitCode: 3 },
    PortStatus: {
      Ports: [
        { Protocol: 'tcp', TargetPort: 81, PublishedPort: 8181, PublishMode: 'host' },
        { Protocol: 'tcp', TargetPort: 81, PublishedPort: 8181, PublishMode: 'host' },
      ],
    },
  },
  DesiredState: 'shutdown',
};

test('a task comes with its exit code, and with each of its doubled ports once', () => {
  expect(fromDockerTask(crashed, undefined)).toMatchObject({
    slot: 1,
    nodeId: '4iefaxxn7wpq',
    state: 'failed',
    desiredState: 'shutdown',
    error: 'task: non-zero exit (3)',
    exitCode: 3,
    containerId: '89a445745b1a',
    ports: [{ protocol: 'tcp', targetPort: 81, publishedPort: 8181, mode: 'host' }],
    stateSince: '2026-11-21T03:02:49.551Z',
  });
});

test('a running container has no exit code yet, though docker says 0', () => {
  const running = { ...crashed, Status: { State: 'running', ContainerStatus: { ContainerID: 'c', ExitCode: 0 } } };
  expect(fromDockerTask(running, undefined).exitCode).toBeNull();
});

test('a pending task has no node and no container', () => {
  const pending: WireTask = {
    ID: 't',
    Spec: template,
    ServiceID: 's',
    Slot: 2,
    Status: { State: 'pending', Err: 'no suitable node' },
  };
  expect(fromDockerTask(pending, undefined)).toMatchObject({
    nodeId: null,
    containerId: null,
    exitCode: null,
    ports: [],
  });
});

test('a slot that is left out is 0 for a replicated job and none for a global service', () => {
  const { Slot: _, ...slotless } = crashed;
  expect(fromDockerTask(slotless, { kind: 'replicated-job', maxConcurrent: 1, totalCompletions: 1 }).slot).toBe(0);
  expect(fromDockerTask(slotless, { kind: 'global' }).slot).toBeNull();
  expect(fromDockerTask(slotless, { kind: 'global-job' }).slot).toBeNull();
});

test('a job and its tasks come with their iteration, of which `{}` is the first', () => {
  const job = (JobIteration?: object) =>
    fromDockerService({ Spec: { Mode: { GlobalJob: {} } }, JobStatus: { JobIteration } } as WireService, networks);
  expect([job({}), job(), job({ Index: 2 })].map(({ jobIteration }) => jobIteration)).toEqual([0, 0, 2]);
  expect(fromDockerService(web, networks).jobIteration).toBeNull();
  const task = (JobIteration?: object) => fromDockerTask({ ...crashed, JobIteration }, undefined).jobIteration;
  expect([task({}), task({ Index: 2 }), task()]).toEqual([0, 2, null]);
});

test('a node comes with leader, reachability and what it has', () => {
  const node = fromDockerNode({
    ID: 'xqla7gdeeisp',
    Version: { Index: 360 },
    Spec: { Labels: { zone: 'a' }, Role: 'manager', Availability: 'drain' },
    Description: {
      Hostname: 'm2',
      Platform: { Architecture: 'x86_64', OS: 'linux' },
      Resources: { NanoCPUs: 2_000_000_000, MemoryBytes: 25_276_502_016 },
      Engine: { EngineVersion: '20.10.24+dfsg1' },
    },
    Status: { State: 'ready', Addr: '0.0.0.0' },
    ManagerStatus: { Leader: true, Reachability: 'reachable', Addr: '10.77.0.12:2377' },
  });
  expect(node).toMatchObject({
    hostname: 'm2',
    role: 'manager',
    availability: 'drain',
    state: 'ready',
    address: '10.77.0.12',
    manager: { leader: true, reachability: 'reachable', address: '10.77.0.12:2377' },
    labels: { zone: 'a' },
    engineLabels: {},
    resources: { nanoCpus: 2e9, memoryBytes: 25_276_502_016 },
  });
});

test('a worker leads nothing, and a state that nobody has met is unknown', () => {
  const node = fromDockerNode({ ID: 'w', Spec: { Role: 'worker' }, Status: { State: 'sleeping' } });
  expect(node).toMatchObject({ role: 'worker', manager: null, state: 'unknown', availability: 'active' });
});

test('a template has one digest in the service and in its tasks, however emptiness is written', () => {
  const inService = { ...template, Runtime: 'container' };
  const inTask = { ...template, Resources: undefined, Networks: [{ Target: 'eozsrhoc94c2' }], LogDriver: null };
  expect(templateDigest(inService)).toBe(templateDigest(inTask));
  expect(templateDigest(inService)).toMatch(/^[0-9a-f]{16}\.[0-9a-f]{16}$/);
});

test('a template that replaces tasks has another digest', () => {
  const others = [
    { ...template, ForceUpdate: 1 },
    { ...template, ContainerSpec: { ...template.ContainerSpec, Image: 'app:2' } },
    { ...template, ContainerSpec: { ...template.ContainerSpec, Init: undefined } },
    { ...template, ContainerSpec: { ...template.ContainerSpec, Args: ['http', '81'] } },
  ];
  expect(new Set([template, ...others].map(templateDigest)).size).toBe(5);
});

test('timestamps keep their milliseconds, and no time stays none', () => {
  expect(isoOf('2026-11-21T03:18:10.8Z')).toBe('2026-11-21T03:18:10.800Z');
  expect(isoOf('2026-11-21T03:18:10Z')).toBe('2026-11-21T03:18:10.000Z');
  expect(isoOf('2026-11-21T04:18:10.123456789+01:00')).toBe('2026-11-21T03:18:10.123Z');
  expect(isoOf('0001-01-01T00:00:00Z')).toBeNull();
  expect(isoOf(undefined)).toBeNull();
  expect(isoOf('soon')).toBeNull();
});

test('a list falls into its elements, whatever stands in their texts', () => {
  const elements = [{ a: '}{][' }, { b: 'a \\" quote \\\\' }, { c: { d: ['"', '\\'] } }, {}];
  const texts = elements.map((element) => JSON.stringify(element));
  expect(elementsOf(`[${texts.join(',\n ')}]\n`)).toEqual(texts);
  expect(elementsOf('[]')).toEqual([]);
  expect(elementsOf('null')).toEqual([]);
});

const unlimited = `{"ID":"x","Version":{"Index":42},"Spec":{"Name":"db","TaskTemplate":{"ContainerSpec":{"Image":"db:1",
  "Ulimits":[{"Name":"memlock","Hard":9223372036854775807,"Soft":9223372036854775807}]},"FromTheFuture":{"Ratio":0.10}}}}`;

test('a spec keeps 2^63-1, digits and fields that nobody knows', () => {
  const spec = rawSpecIn(unlimited);
  expect(spec).toContain('"Hard":9223372036854775807,"Soft":9223372036854775807');
  expect(spec).toContain('"FromTheFuture":{"Ratio":0.10}');
  expect(versionedIn(unlimited)).toMatchObject({ version: 42, spec });
});

test('an object without a spec or a version is no object of docker', () => {
  expect(() => rawSpecIn('{"ID":"x"}')).toThrow('engine_failed');
  expect(() => versionedIn('{"Spec":{}}')).toThrow('engine_failed');
});
