import { beforeEach, describe, expect, test } from 'vitest';
import type { RequestPrincipal } from '#lib/domain/access/principal';
import type { Role } from '#lib/domain/access/roles';
import type { OperationId, SessionId, UserId } from '#lib/domain/ids';
import { applyEdits } from '#lib/domain/spec/edit';
import { parseSpec, plainValueOf, type RawSpec, rawSpec, specValueOf } from '#lib/domain/spec/raw-spec';
import { aNode, aServiceId, aTask } from '#lib/domain/testing/builders';
import type { Container } from '#lib/ports/container';
import type { ImageAnswer, SentRequest } from '#lib/ports/swarm-engine';
import { scaleService } from './scale-service';
import { previewUpdate, updateService } from './update-service';

const WEB = aServiceId('web');
const DIGEST = `sha256:${'a'.repeat(64)}`;
const plain = rawSpec(
  JSON.stringify({
    Name: 'web',
    TaskTemplate: { ContainerSpec: { Image: `app:1@${DIGEST}` }, Placement: { Platforms: [{ OS: 'linux' }] } },
    Mode: { Replicated: { Replicas: 2 } },
  }),
);
const linux = (architecture: string) => ({ architecture, os: 'linux' });
const somebody = (role: Role): RequestPrincipal => ({
  kind: 'session',
  userId: 'u' as UserId,
  sessionId: 's' as SessionId,
  name: 'Ada',
  email: 'ada@example.org',
  role,
});

/** One service, one node of amd64, and a registry that answers as it is told. */
class World {
  spec = plain;
  answer: ImageAnswer = { found: true, reference: `app:2@${DIGEST}`, platforms: [linux('amd64')] };
  requests: string[] = [];
  sent: RawSpec[] = [];
  warnings: unknown[] = [];
  containerId: string | null = null;

  ports(): Container {
    const node = { ...aNode({ id: 'n' }), platform: { architecture: 'x86_64', os: 'linux' } };
    const task = { ...aTask({ id: 't', of: 'web', on: 'n' }), containerId: 'c1' };
    return {
      engine: {
        readService: async () => ({ version: 10, name: 'web', spec: this.spec }),
        resolveImage: async (image: string) => {
          this.requests.push(image);
          return this.answer;
        },
        networkDriver: async (target: string) => (target === 'n-host' ? 'host' : 'overlay'),
        serviceUpdateRequest: (_: string, __: number, body: RawSpec) => ({ method: 'POST', path: '', body }),
        send: async ({ body }: SentRequest) => {
          this.sent.push(body);
          return { warnings: [] };
        },
      },
      ledger: {
        open: async () => ({ id: 'op' as OperationId }),
        answered: async (_: string, { warnings }: { warnings: string[] }) => void this.warnings.push(...warnings),
      },
      revisions: { at: async () => this.spec, claim: async () => undefined },
      feed: { hasten: () => undefined },
      picture: {
        cluster: () => ({ services: new Map(), nodes: new Map([[node.id, node]]), tasks: new Map([[task.id, task]]) }),
      },
      settings: { containerId: this.containerId },
      log: { error: () => undefined },
    } as unknown as Container;
  }
}

let world: World;
beforeEach(() => {
  world = new World();
});
type Change = Parameters<typeof previewUpdate>[3];
const preview = (change: Change, role: Role = 'operator') => previewUpdate(world.ports(), WEB, somebody(role), change);
const update = (change: Change, role: Role = 'operator') =>
  updateService(world.ports(), somebody(role), WEB, { change, version: 10, overwrite: false });
const template = () => (plainValueOf(parseSpec(world.sent[0] ?? plain)) as { TaskTemplate: object }).TaskTemplate;

describe('the registry', () => {
  test('gives the digest and the platforms, which are shown and written', async () => {
    const { changes } = await preview({ image: 'app:2' });
    expect(changes.map(({ path }) => path)).toEqual([
      'TaskTemplate.ContainerSpec.Image',
      'TaskTemplate.Placement.Platforms',
    ]);
    await update({ image: 'app:2' });
    expect(template()).toMatchObject({
      ContainerSpec: { Image: `app:2@${DIGEST}` },
      Placement: { Platforms: [{ Architecture: 'amd64', OS: 'linux' }] },
    });
  });

  test('that names no platform leaves those of the spec, as the docker CLI does', async () => {
    world.answer = { found: true, reference: `app:2@${DIGEST}`, platforms: [] };
    await update({ image: 'app:2' });
    expect(template()).toMatchObject({ Placement: { Platforms: [{ OS: 'linux' }] } });
  });

  test('is not asked for who may only look, and the preview says so', async () => {
    const { changes, consequence } = await preview({ image: 'app:2' }, 'viewer');
    expect(world.requests).toEqual([]);
    expect(changes).toMatchObject([{ path: 'TaskTemplate.ContainerSpec.Image', after: 'app:2' }]);
    expect(consequence.effects).toContainEqual({ kind: 'image-not-looked-up', level: 'ok', image: 'app:2' });
    expect(await preview({ image: 'app:1' }, 'viewer')).toMatchObject({
      changes: [],
      consequence: { effects: [{ kind: 'image-not-looked-up' }] },
    });
  });

  test('that cannot be asked leaves a new tag unpinned, with its reason, and the record warns of it', async () => {
    world.answer = { found: false, trouble: 'unreachable', text: 'connection refused' };
    expect((await preview({ image: 'app:2' })).consequence.effects).toContainEqual({
      kind: 'image-unpinned',
      level: 'warning',
      image: 'app:2',
      reason: 'unreachable',
      text: 'connection refused',
    });
    const { warnings } = await update({ image: 'app:2' });
    expect(template()).toMatchObject({
      ContainerSpec: { Image: 'app:2' },
      Placement: { Platforms: [{ OS: 'linux' }] },
    });
    expect(warnings).toEqual([expect.stringMatching(/^image app:2 could not be accessed on a registry/)]);
    expect(world.warnings).toEqual(warnings);
  });

  test('that cannot be asked about the tag that stands is an error, and nothing is changed', async () => {
    world.answer = { found: false, trouble: 'access', text: 'no basic auth credentials' };
    const fault = { code: 'registry_unavailable', params: { name: 'app:1', reason: 'access' } };
    await expect(preview({ image: 'app:1' })).rejects.toMatchObject(fault);
    await expect(update({ image: 'app:1', force: true })).rejects.toMatchObject(fault);
    expect(world.sent).toEqual([]);
  });

  test('has an image that no node can run: that is foretold', async () => {
    world.answer = { found: true, reference: `app:2@${DIGEST}`, platforms: [linux('arm64')] };
    expect((await preview({ image: 'app:2' })).consequence).toMatchObject({
      level: 'critical',
      effects: expect.arrayContaining([
        { kind: 'no-platform', level: 'critical', service: 'web', platforms: ['linux/arm64'], nodes: ['linux/amd64'] },
      ]),
    });
  });
});

const withPower = applyEdits(plain, [
  {
    path: ['TaskTemplate', 'ContainerSpec', 'Mounts'],
    value: specValueOf([{ Type: 'bind', Source: '/var/run/docker.sock', Target: '/var/run/docker.sock' }]),
  },
]);
const onHostNetwork = applyEdits(plain, [
  { path: ['TaskTemplate', 'Networks'], value: specValueOf([{ Target: 'n-host' }]) },
]);
const withSecret = applyEdits(plain, [
  { path: ['TaskTemplate', 'ContainerSpec', 'Secrets'], value: specValueOf([{ SecretID: 's', SecretName: 'db' }]) },
]);
const labelled = applyEdits(plain, [{ path: ['Labels'], value: specValueOf({ 'swarmdeck.protected': 'true' }) }]);

describe('a service that has power over its nodes', () => {
  test.each([
    ['docker’s socket', withPower],
    ['the host’s network', onHostNetwork],
  ])('by %s runs another image by the word of an admin alone', async (_, spec) => {
    world.spec = spec;
    await expect(update({ image: 'app:2' })).rejects.toMatchObject({
      code: 'host_power',
      params: { reason: 'holds', needed: 'admin' },
    });
    expect(world.sent).toEqual([]);
    const kinds = async (role: Role) =>
      (await preview({ image: 'app:2' }, role)).consequence.effects.filter(({ kind }) => kind === 'root-on-nodes');
    expect(await kinds('operator')).toMatchObject([{ level: 'critical' }]);
    expect(await kinds('admin')).toMatchObject([{ level: 'warning' }]);
    await update({ image: 'app:2' }, 'admin');
    expect(world.sent).toHaveLength(1);
  });

  test('is replaced, paced and scaled by operators as before', async () => {
    world.spec = withPower;
    await update({ force: true, updateConfig: { parallelism: 2 } });
    await scaleService(world.ports(), somebody('operator'), WEB, { replicas: 3, version: 10, overwrite: false });
    expect(world.sent).toHaveLength(2);
  });

  test('is not one that has secrets', async () => {
    world.spec = withSecret;
    await update({ image: 'app:2' });
    expect(world.sent).toHaveLength(1);
  });
});

describe.each([
  ['by its label', { spec: labelled }],
  ['by the container that the console runs in', { containerId: 'c1' }],
])('a service of the console, known %s', (_, made) => {
  test('is changed by admins alone, scaling included', async () => {
    Object.assign(world, made);
    const refused = { code: 'host_power', params: { reason: 'protected', needed: 'admin' } };
    await expect(update({ force: true })).rejects.toMatchObject(refused);
    await expect(
      scaleService(world.ports(), somebody('operator'), WEB, { replicas: 0, version: 10, overwrite: false }),
    ).rejects.toMatchObject(refused);
    expect(world.sent).toEqual([]);
    expect((await preview({ force: true })).consequence.effects).toContainEqual({
      kind: 'protected',
      level: 'critical',
    });
    await update({ force: true }, 'admin');
    expect(world.sent).toHaveLength(1);
  });
});
