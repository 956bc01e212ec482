import { beforeEach, expect, test } from 'vitest';
import type { Principal } from '#lib/domain/access/principal';
import type { Role } from '#lib/domain/access/roles';
import { Fault } from '#lib/domain/fault';
import type { OperationId, SessionId, UserId } from '#lib/domain/ids';
import { applyEdits } from '#lib/domain/spec/edit';
import { type RawSpec, rawSpec } from '#lib/domain/spec/raw-spec';
import { scaleEdit } from '#lib/domain/spec/service-edits';
import { aServiceId } from '#lib/domain/testing/builders';
import type { Container } from '#lib/ports/container';
import type { SentRequest } from '#lib/ports/swarm-engine';
import { previewRollback, rollbackService } from './rollback-service';
import { scaleService } from './scale-service';

const WEB = aServiceId('web');
const HOST = 'von5b25oewzktn1wizkmk6df4';
const BACK = 'v46btllkxr7y1dhxai5fkf51h';
const on = (...targets: string[]) =>
  rawSpec(
    JSON.stringify({
      Name: 'web',
      TaskTemplate: { Networks: targets.map((Target) => ({ Target })) },
      Mode: { Replicated: { Replicas: 2 } },
    }),
  );
const somebody = (role: Role): Principal => ({
  kind: 'session',
  userId: 'u' as UserId,
  sessionId: 's' as SessionId,
  name: 'Ada',
  email: 'ada@example.org',
  role,
});

/** A swarm whose networks have ids, one service on it, and a revision of that service. */
class World {
  version = 10;
  spec = on(BACK);
  revision = on(HOST);
  sent: RawSpec[] = [];
  requests: string[] = [];
  beforeSend: (() => void)[] = [];
  networksAreAway = false;
  readonly drivers = new Map([
    [HOST, 'host'],
    [BACK, 'overlay'],
  ]);

  else(spec: RawSpec): void {
    this.version += 1;
    this.spec = spec;
  }

  ports(): Container {
    return {
      engine: {
        readService: async () => ({ version: this.version, name: 'web', spec: this.spec }),
        networkDriver: async (target: string) => {
          this.requests.push(target);
          if (this.networksAreAway) throw new Fault('no_quorum', { endpoint: 'm1' });
          const driver = this.drivers.get(target);
          if (!driver) throw new Fault('not_found', { kind: 'network', id: target });
          return driver;
        },
        serviceUpdateRequest: (_: string, version: number, body: RawSpec) => ({
          method: 'POST',
          path: `${version}`,
          body,
        }),
        send: async ({ path, body }: SentRequest) => {
          this.beforeSend.shift()?.();
          if (path !== `${this.version}`) throw new Fault('stale_version');
          this.else(body);
          this.sent.push(body);
          return { warnings: [] };
        },
      },
      ledger: { open: async () => ({ id: 'op' as OperationId }), answered: async () => undefined },
      revisions: {
        at: async () => on(BACK),
        claim: async () => undefined,
        find: async () => ({ spec: this.revision }),
      },
      feed: { hasten: () => undefined },
      picture: { cluster: () => ({ services: new Map(), nodes: new Map(), tasks: new Map() }) },
      settings: { containerId: null },
      log: { error: () => undefined },
    } as unknown as Container;
  }
}

let world: World;
beforeEach(() => {
  world = new World();
});
const rollBack = (role: Role) =>
  rollbackService(world.ports(), somebody(role), WEB, { revision: 1, version: 10, overwrite: false });
const effectsFor = async (role: Role) =>
  (await previewRollback(world.ports(), WEB, { role }, 1)).consequence.effects.filter(
    ({ kind }) => kind === 'host-power',
  );

test('a revision that brings the host’s network back by its id is an admin’s to bring', async () => {
  await expect(rollBack('operator')).rejects.toMatchObject({ code: 'host_power', params: { gains: ['host network'] } });
  expect(world.sent).toEqual([]);
  await rollBack('admin');
  expect(world.spec).toContain(HOST);
});

test('the preview names it, to both', async () => {
  expect(await effectsFor('operator')).toMatchObject([{ level: 'critical', gains: ['host network'] }]);
  expect(await effectsFor('admin')).toMatchObject([{ level: 'warning', gains: ['host network'] }]);
});

test('a service that is on the host’s network stays there, whoever changes it, and nobody is asked', async () => {
  world.spec = on(HOST);
  world.revision = applyEdits(on(HOST), [scaleEdit('replicated', 4)]);
  await rollBack('operator');
  await scaleService(world.ports(), somebody('operator'), WEB, { replicas: 5, version: 11, overwrite: true });
  expect(world.sent).toHaveLength(2);
  expect(world.requests).toEqual([]);
});

test('another network of the swarm is no power', async () => {
  world.drivers.set('front', 'overlay');
  world.revision = on('front');
  await rollBack('operator');
  expect(world.sent).toEqual([on('front')]);
});

test('a network that cannot be read, or is not there, may be the host’s: nothing is sent, and the reason is told', async () => {
  world.networksAreAway = true;
  await expect(rollBack('operator')).rejects.toMatchObject({ code: 'no_quorum' });
  await expect(effectsFor('operator')).rejects.toMatchObject({ code: 'no_quorum' });
  world.networksAreAway = false;
  world.revision = on('gone');
  await expect(rollBack('operator')).rejects.toMatchObject({
    code: 'not_found',
    params: { kind: 'network', id: 'gone' },
  });
  expect(world.sent).toEqual([]);
});

test('it is asked again when somebody took the service off the host’s network between our read and our write', async () => {
  world.spec = on(HOST);
  world.revision = on(HOST, BACK);
  world.beforeSend.push(() => world.else(on(BACK)));
  const insisting = { revision: 1, version: 10, overwrite: true };
  await expect(rollbackService(world.ports(), somebody('operator'), WEB, insisting)).rejects.toMatchObject({
    code: 'host_power',
  });
  expect(world.spec).toBe(on(BACK));
});
