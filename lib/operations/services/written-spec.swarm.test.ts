import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { RequestPrincipal } from '#lib/domain/access/principal';
import type { NodeId, OperationId, ServiceId, SessionId, UserId } from '#lib/domain/ids';
import { parseSpec, plainValueOf } from '#lib/domain/spec/raw-spec';
import { endpointOf } from '#lib/engines/docker/endpoint';
import { DockerEngine } from '#lib/engines/docker/engine';
import { DockerFeed } from '#lib/engines/docker/feed/docker-feed';
import { Managers } from '#lib/engines/docker/managers';
import { quietLog } from '#lib/engines/docker/testing/quiet-log';
import type { Container } from '#lib/ports/container';
import { LiveState } from '#lib/workers/live-state';
import { askEngine } from '../../../e2e/swarm/engine';
import { Lab } from '../../../e2e/swarm/lab';
import { registry } from '../../../e2e/swarm/registry';
import { previewAvailability } from '../nodes/set-availability';
import { previewUpdate, updateService } from './update-service';

let lab: Lab;
beforeAll(async () => {
  lab = await Lab.up({ name: 'written', managers: 1, workers: 1 });
});
afterAll(() => lab?.down());

const ada: RequestPrincipal = {
  kind: 'session',
  userId: 'u' as UserId,
  sessionId: 's' as SessionId,
  name: 'Ada',
  email: 'ada@example.org',
  role: 'operator',
};
const APP = `${registry}/library/app`;

describe('what is written into a spec of a real swarm', () => {
  let feed: DockerFeed;
  let engine: DockerEngine;
  let live: LiveState;
  let ports: Container;
  beforeEach(async () => {
    const clock = { now: () => Date.now() };
    const managers = new Managers({ endpoints: [endpointOf(`unix://${lab.node('m1').socket}`)], log: quietLog });
    live = new LiveState(clock, () => undefined);
    feed = new DockerFeed({ managers, clock, log: quietLog });
    feed.start({
      observe: (seen) => live.observe(seen),
      status: (status) => live.setStatus(status),
      specSeen: () => undefined,
    });
    engine = new DockerEngine(managers);
    ports = {
      engine,
      feed,
      picture: live,
      ledger: { open: async () => ({ id: 'op' as OperationId }), answered: async () => undefined },
      revisions: { at: async () => null, claim: async () => undefined },
      settings: { containerId: null },
      clock,
      log: quietLog,
    } as unknown as Container;
  });
  afterEach(async () => {
    await feed.stop();
    await lab.reset();
  });

  const seen = (id: string) =>
    lab.waitFor(`${id} to be in the picture`, () => live.cluster().services.get(id as ServiceId));
  const specOf = async (id: string) => {
    const { spec } = await engine.readService(id as ServiceId);
    return plainValueOf(parseSpec(spec)) as {
      UpdateConfig: object;
      TaskTemplate: { ContainerSpec: { Image: string }; Placement: { Platforms: object[] } };
    };
  };
  const preview = (id: string, change: Parameters<typeof previewUpdate>[3]) =>
    previewUpdate(ports, id as ServiceId, ada, change);
  const update = async (id: string, change: Parameters<typeof previewUpdate>[3]) => {
    const { version } = await engine.readService(id as ServiceId);
    return updateService(ports, ada, id as ServiceId, { change, version, overwrite: false });
  };

  test('an update config is the one that docker service update writes, and tasks move as the preview says', async () => {
    const id = await lab.service({ name: 'def', replicas: 4 });
    const other = await lab.service({ name: 'cli', replicas: 0 });
    await seen(id);
    await lab.untilRunning('def', 4);
    await lab.docker('m1', ['service', 'update', '-d', '--update-order', 'start-first', 'cli']);
    await update(id, { updateConfig: { order: 'start-first' } });
    expect((await specOf(id)).UpdateConfig).toEqual((await specOf(other)).UpdateConfig);

    await lab.waitFor('the picture to show it', () =>
      seen(id).then(({ updateConfig }) => updateConfig.order === 'start-first'),
    );
    const { consequence } = await preview(id, { force: true });
    expect(consequence.effects).toContainEqual(
      expect.objectContaining({ kind: 'tasks-replaced', count: 4, parallelism: 1, order: 'start-first' }),
    );
    const before = new Set((await lab.running('def')).map((task) => task.id));
    await update(id, { force: true });
    // A slot that is moved has a new task that is made; more than one slot under way would be more than one at a time.
    const atOnce: number[] = [];
    await lab.waitFor(
      'every slot to be moved',
      async () => {
        const tasks = await askEngine<
          { ID: string; DesiredState: string; Status: { State: string }; ServiceID: string }[]
        >(lab.node('m1').socket, '/tasks');
        const fresh = tasks.filter((task) => task.ServiceID === id && !before.has(task.ID));
        atOnce.push(fresh.filter(({ Status }) => Status.State !== 'running').length);
        return fresh.filter(({ Status }) => Status.State === 'running').length === 4;
      },
      { withinMs: 90_000, everyMs: 50 },
    );
    expect(Math.max(...atOnce)).toBe(1);
  });

  test('a new image brings its platforms, so that tasks which waited for other hardware start', async () => {
    const { ID: id } = await askEngine<{ ID: string }>(lab.node('m1').socket, '/services/create', {
      method: 'POST',
      body: {
        Name: 'plat',
        TaskTemplate: {
          ContainerSpec: { Image: `${APP}:1`, Args: ['run'] },
          Placement: { Platforms: [{ Architecture: 'arm64', OS: 'linux' }] },
        },
        Mode: { Replicated: { Replicas: 2 } },
      },
    });
    await seen(id);
    const { changes, consequence } = await preview(id, { image: `${APP}:2` });
    expect(changes.map(({ path }) => path)).toContain('TaskTemplate.Placement.Platforms');
    expect(consequence.effects.map(({ kind }) => kind)).not.toContain('no-platform');
    await update(id, { image: `${APP}:2` });
    await lab.untilRunning('plat', 2);
    expect((await specOf(id)).TaskTemplate.Placement.Platforms).toEqual([
      { Architecture: expect.stringMatching(/amd64|arm64/), OS: 'linux' },
    ]);
  });

  test('an image for hardware that no node has is foretold, and its tasks do wait', async () => {
    await lab.tagForHardware('2', 'alien', 's390x');
    const id = await lab.service({ name: 'web', replicas: 1 });
    await seen(id);
    const { consequence } = await preview(id, { image: `${APP}:alien` });
    expect(consequence).toMatchObject({
      level: 'critical',
      effects: expect.arrayContaining([
        expect.objectContaining({ kind: 'no-platform', platforms: ['linux/s390x'], service: 'web' }),
      ]),
    });
    await update(id, { image: `${APP}:alien` });
    await lab.waitFor('a task that waits', async () =>
      [...live.cluster().tasks.values()].some(({ error }) => /unsupported platform/.test(error)),
    );
  });

  test.each([
    ['off', 'unreachable', {}],
    ['closed', 'access', { closed: true }],
  ] as const)(
    'a registry that is %s is said: a new tag stays unpinned, the same tag is an error',
    async (how, reason, options) => {
      const id = await lab.service({ name: 'web', replicas: 1, image: `${APP}:1` });
      await seen(id);
      const { TaskTemplate } = await specOf(id);
      expect(TaskTemplate.ContainerSpec.Image).toContain('@sha256:');
      await lab.stopRegistry();
      if (how === 'closed') await lab.startRegistry(options);
      try {
        await expect(preview(id, { image: `${APP}:1` })).rejects.toMatchObject({
          code: 'registry_unavailable',
          params: { reason },
        });
        await expect(update(id, { image: `${APP}:1` })).rejects.toMatchObject({ code: 'registry_unavailable' });
        expect((await specOf(id)).TaskTemplate.ContainerSpec.Image).toBe(TaskTemplate.ContainerSpec.Image);
        expect((await preview(id, { image: `${APP}:2` })).consequence.effects).toContainEqual(
          expect.objectContaining({ kind: 'image-unpinned', reason, image: `${APP}:2` }),
        );
        const { warnings } = await update(id, { image: `${APP}:2` });
        expect(warnings).toEqual([expect.stringContaining('could not be accessed on a registry')]);
        expect((await specOf(id)).TaskTemplate.ContainerSpec.Image).toBe(`${APP}:2`);
      } finally {
        await lab.stopRegistry();
        await lab.startRegistry();
      }
    },
  );

  test('a node that left and joined again is told from its former self, and the command names it by its id', async () => {
    const token = (await lab.docker('m1', ['swarm', 'join-token', '-q', 'worker'])).trim();
    const w1 = () => [...live.cluster().nodes.values()].filter(({ hostname }) => hostname === 'w1');
    const [old] = await lab.waitFor('w1', () => w1().length === 1 && w1());
    await lab.docker('w1', ['swarm', 'leave']);
    await lab.docker('w1', ['swarm', 'join', '--token', token, `${lab.node('m1').address}:2377`]);
    const both = await lab.waitFor('both to be there', () => w1().length === 2 && w1(), { withinMs: 60_000 });
    const now = both.find(({ id }) => id !== old?.id)?.id as NodeId;
    const { command } = await previewAvailability(ports, now, 'pause');
    expect(command).toBe(`docker node update --availability pause ${now}`);
    await expect(lab.docker('m1', ['node', 'update', '--availability', 'pause', 'w1'])).rejects.toThrow(/ambiguous/);
    await lab.docker('m1', command.split(' ').slice(1));
    await lab.waitFor(
      'the former self to be down',
      () => live.cluster().nodes.get(old?.id as NodeId)?.state === 'down',
      {
        withinMs: 60_000,
      },
    );
    await lab.docker('m1', ['node', 'rm', old?.id ?? '']);
    await lab.docker('m1', ['node', 'update', '--availability', 'active', now]);
  });
});
