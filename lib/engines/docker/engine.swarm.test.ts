import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { networksToKnow } from '#lib/domain/access/host-power';
import type { NodeId, ServiceId } from '#lib/domain/ids';
import { applyEdits } from '#lib/domain/spec/edit';
import { specValueOf } from '#lib/domain/spec/raw-spec';
import { availabilityEdit, scaleEdit } from '#lib/domain/spec/service-edits';
import { clusterFeedContract } from '#lib/ports/cluster-feed.contract';
import { askEngine } from '../../../e2e/swarm/engine';
import { Lab } from '../../../e2e/swarm/lab';
import { compareApi } from './api-version';
import { type Endpoint, endpointOf } from './endpoint';
import { DockerEngine } from './engine';
import { DockerFeed } from './feed/docker-feed';
import { Managers } from './managers';
import { labStage, managersOf } from './testing/lab-stage';
import { quietLog } from './testing/quiet-log';

let lab: Lab;

/** A service with fields of newer APIs, which an older engine leaves out. */
const everyField = (apiVersion: string) => ({
  Name: 'every-field',
  Mode: { Replicated: { Replicas: 1 } },
  TaskTemplate: {
    Placement: { Constraints: ['node.hostname==nobody'], MaxReplicas: 3 },
    Resources: { Limits: { Pids: 100, MemoryBytes: 64_000_000 } },
    ContainerSpec: {
      Image: 'app:1',
      CapabilityAdd: ['CAP_NET_ADMIN'],
      CapabilityDrop: ['CAP_CHOWN'],
      Sysctls: { 'net.core.somaxconn': '1024' },
      Ulimits: [{ Name: 'memlock', Hard: -1, Soft: -1 }],
      OomScoreAdj: -500,
      Healthcheck: { Test: ['CMD', '/bin/health'], StartPeriod: 2e9, StartInterval: 1e9 },
      Privileges: { Seccomp: { Mode: 'unconfined' }, AppArmor: { Mode: 'disabled' }, NoNewPrivileges: true },
      Mounts: [
        { Type: 'bind', Source: '/tmp', Target: '/a', ReadOnly: true },
        { Type: 'volume', Source: 'data', Target: '/b', VolumeOptions: { Subpath: 'inner' } },
        { Type: 'tmpfs', Target: '/c', TmpfsOptions: { SizeBytes: 1_000_000, Options: [['noexec']] } },
        // 20.10 refuses a kind of mount that it does not know.
        ...(compareApi(apiVersion, '1.42') >= 0 ? [{ Type: 'cluster', Source: 'group:fast', Target: '/d' }] : []),
      ],
    },
  },
});

/** API version → what a spec read in it holds. (Docker's API history; each observed on 26.1 or 28.5.) */
const fieldsSince = {
  '1.41': ['CapabilityAdd', 'Ulimits', 'Pids'],
  '1.42': ['"Type":"cluster"'],
  '1.44': ['StartInterval', '"Seccomp"', '"AppArmor"', 'NoNewPrivileges'],
  '1.45': ['Subpath'],
  '1.46': ['OomScoreAdj', 'noexec'],
};

beforeAll(async () => {
  lab = await Lab.up({ name: 'docker', managers: 3, workers: 2, tls: true });
});
afterAll(() => lab?.down());

const clock = { now: () => Date.now() };
const managers = (endpoints: Endpoint[] = managersOf(lab)) => new Managers({ endpoints, log: quietLog });
const newEngine = (endpoints?: Endpoint[]) => new DockerEngine(managers(endpoints));

clusterFeedContract('/events with polls', () =>
  labStage(lab, () => new DockerFeed({ managers: managers(), clock, log: quietLog })),
);

describe('the engine on a real swarm', () => {
  afterEach(() => lab.reset());

  const aService = async (options: string[] = []) =>
    (await lab.service({ name: 'web', replicas: 1, options })) as ServiceId;
  const scaledTo = (spec: Parameters<typeof applyEdits>[0], replicas: number) =>
    applyEdits(spec, [scaleEdit('replicated', replicas)]);

  test('a spec is read, edited and written back with all else to the letter', async () => {
    const engine = newEngine();
    const id = await aService(['--ulimit', 'memlock=9223372036854775807:9223372036854775807', '--label', 'a.b=<&>']);
    const before = await engine.readService(id);
    expect(before).toMatchObject({ name: 'web', version: expect.any(Number) });
    expect(before.spec).toContain('"Hard":9223372036854775807');
    const edited = scaledTo(before.spec, 3);
    await expect(engine.send(engine.serviceUpdateRequest(id, before.version, edited))).resolves.toEqual({
      warnings: [],
    });
    const after = await engine.readService(id);
    expect(after.spec).toBe(edited);
    expect(after.version).toBeGreaterThan(before.version);
  });

  test('every field that newer engines have outlasts an edit, to the letter', async () => {
    const engine = newEngine();
    const { socket } = await lab.leader();
    const { ApiVersion } = await askEngine<{ ApiVersion: string }>(socket, '/version');
    const body = everyField(ApiVersion);
    const { ID } = await askEngine<{ ID: ServiceId }>(socket, '/services/create', { method: 'POST', body });
    const before = await engine.readService(ID);
    const edited = scaledTo(before.spec, 0);
    await engine.send(engine.serviceUpdateRequest(ID, before.version, edited));
    expect((await engine.readService(ID)).spec).toBe(edited);
    expect(edited.replace(/"Replicas":\d+/, '')).toBe(before.spec.replace(/"Replicas":\d+/, ''));

    const known = Object.entries(fieldsSince).filter(([since]) => compareApi(ApiVersion, since) >= 0);
    for (const field of known.flatMap(([, fields]) => fields)) expect(before.spec).toContain(field);
  });

  test('a write at a version that is no longer current is stale, through a follower too', async () => {
    const id = await aService();
    const leader = (await lab.leader()).name;
    const followers = managersOf(lab).filter(({ url }) => !url.includes(`/${leader}/`));
    for (const engine of [newEngine(), newEngine(followers)]) {
      const { version, spec } = await engine.readService(id);
      await engine.send(engine.serviceUpdateRequest(id, version, scaledTo(spec, 2)));
      const again = engine.send(engine.serviceUpdateRequest(id, version, scaledTo(spec, 4)));
      await expect(again).rejects.toMatchObject({ code: 'stale_version' });
      const now = await engine.readService(id);
      await engine.send(engine.serviceUpdateRequest(id, now.version, scaledTo(now.spec, 1)));
    }
  });

  test('a node is drained and activated by its spec', async () => {
    const engine = newEngine();
    const nodes = await askEngine<{ ID: string; Description: { Hostname: string } }[]>(
      (await lab.leader()).socket,
      '/nodes',
    );
    const id = nodes.find(({ Description }) => Description.Hostname === 'w1')?.ID as NodeId;
    for (const availability of ['drain', 'active'] as const) {
      const { version, spec, name } = await engine.readNode(id);
      expect(name).toBe('w1');
      await engine.send(engine.nodeUpdateRequest(id, version, applyEdits(spec, [availabilityEdit(availability)])));
      expect((await engine.readNode(id)).spec).toContain(`"Availability":"${availability}"`);
    }
  });

  test('what the engine refuses is told in our words, and nothing was changed', async () => {
    const engine = newEngine();
    const id = await aService();
    const { version, spec } = await engine.readService(id);
    const attempt = (path: string[], value: unknown) =>
      engine.send(engine.serviceUpdateRequest(id, version, applyEdits(spec, [{ path, value: specValueOf(value) }])));
    await expect(attempt(['Name'], 'other')).rejects.toMatchObject({
      code: 'not_possible',
      params: { reason: 'rename' },
    });
    await expect(attempt(['TaskTemplate', 'ContainerSpec', 'Image'], 'Bad Image')).rejects.toMatchObject({
      code: 'invalid_input',
      params: { field: 'image' },
    });
    await expect(engine.readService('nope' as ServiceId)).rejects.toMatchObject({ code: 'not_found' });
    expect((await engine.readService(id)).version).toBe(version);
  });

  test('the host’s network has an id in a service’s spec, and its driver tells, through any manager', async () => {
    const id = await aService(['--network', 'host']);
    const { spec } = await newEngine().readService(id);
    const [target = ''] = networksToKnow(null, spec);
    expect(target).toMatch(/^[a-z0-9]{25}$/);
    for (const manager of managersOf(lab))
      await expect(newEngine([manager]).networkDriver(target)).resolves.toBe('host');
    await expect(newEngine().networkDriver('ingress')).resolves.toBe('overlay');
    await expect(newEngine().networkDriver('nope')).rejects.toMatchObject({
      code: 'not_found',
      params: { kind: 'network', id: 'nope' },
    });
  });

  test('an image gets the digest that the registry has for it', async () => {
    const engine = newEngine();
    await expect(engine.resolveImage('app:2', 'ada')).resolves.toEqual({
      found: true,
      reference: expect.stringMatching(/^app:2@sha256:[0-9a-f]{64}$/),
      platforms: [{ architecture: expect.any(String), os: 'linux' }],
    });
    await expect(engine.resolveImage('app:nobody-made-this', 'ada')).resolves.toMatchObject({
      found: false,
      trouble: 'missing',
    });
  });

  test('a worker is not used, and alone it is told as such', async () => {
    const worker = endpointOf(`unix://${lab.node('w1').socket}`);
    const id = await aService();
    await expect(newEngine([worker, ...managersOf(lab)]).readService(id)).resolves.toMatchObject({ name: 'web' });
    await expect(newEngine([worker]).readService(id)).rejects.toMatchObject({ code: 'not_a_manager' });
  });

  test('over TCP with TLS it is the same engine; without the right CA it is not talked to', async () => {
    const id = await aService();
    const { port } = await lab.dial('m1');
    const [ca, cert, key] = [lab.tls.ca, lab.tls.cert, lab.tls.key].map((file) => readFileSync(file, 'utf8'));
    const over = (tls: Endpoint['tls']) => newEngine([endpointOf(`tcp://127.0.0.1:${port}`, { tls })]);
    await expect(over({ ca, cert, key, verify: true }).readService(id)).resolves.toMatchObject({ name: 'web' });
    await expect(over({ cert, key, verify: false }).readService(id)).resolves.toMatchObject({ name: 'web' });
    const unreachable = { code: 'engine_unreachable', params: { reason: 'tls' } };
    await expect(over({ cert, key, verify: true }).readService(id)).rejects.toMatchObject(unreachable);
    await expect(over({ ca, verify: true }).readService(id)).rejects.toMatchObject(unreachable);
  });

  test('a write waits for a new leader rather than fail, and is carried out once', async () => {
    const id = await aService();
    // an election takes as long as it takes: this test is about waiting, not about its duration
    const patient = { readyMs: 100_000 };
    const engine = new DockerEngine(new Managers({ endpoints: managersOf(lab), log: quietLog, deadlines: patient }));
    const { version, spec } = await engine.readService(id);
    await lab.powerOff((await lab.leader()).name);
    await engine.send(engine.serviceUpdateRequest(id, version, scaledTo(spec, 2)));
    expect((await engine.readService(id)).spec).toContain('"Replicas":2');
  });
});
