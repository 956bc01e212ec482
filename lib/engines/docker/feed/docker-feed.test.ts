import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { FeedStatus } from '#lib/live/feed-status';
import { Picture } from '#lib/live/picture/picture';
import type { SpecSeen } from '#lib/ports/cluster-feed';
import { Managers } from '../managers';
import { FakeEngine, standings } from '../testing/fake-engine';
import { quietLog } from '../testing/quiet-log';
import { DockerFeed } from './docker-feed';

const deadlines = { pingMs: 300, readMs: 400, silentMs: 300, holdMs: 5000, listMs: 500 };
const clock = { now: () => Date.now() };

const node = (overrides: object = {}) => ({
  ID: 'n1',
  Version: { Index: 1 },
  Description: { Hostname: 'w1' },
  Status: { State: 'ready' },
  ...overrides,
});
const service = (version: number, replicas = 1, overrides: object = {}) => ({
  ID: 'web',
  Version: { Index: version },
  Spec: { Name: 'web', Mode: { Replicated: { Replicas: replicas } }, TaskTemplate: {}, ...overrides },
});
const task = (id: string, version: number, state = 'running') => ({
  ID: id,
  Version: { Index: version },
  ServiceID: 'web',
  Slot: 1,
  NodeID: 'n1',
  Status: { State: state },
  DesiredState: 'running',
});

let m1: FakeEngine;
let m2: FakeEngine;
let feed: DockerFeed;
let picture: Picture;
let statuses: FeedStatus[];
let specs: SpecSeen[];
let observed: number;

/** Both managers report the same swarm. */
const swarmIs = (lists: { nodes?: object[]; services?: object[]; tasks?: object[] }) => {
  for (const engine of [m1, m2]) for (const [kind, body] of Object.entries(lists)) engine.on(`/${kind}`, { body });
};

beforeEach(async () => {
  [m1, m2] = [await FakeEngine.start('m1'), await FakeEngine.start('m2')];
  swarmIs({ nodes: [node()], services: [service(7)], tasks: [task('t1', 9)] });
});
afterEach(async () => {
  await feed.stop();
  await Promise.all([m1.end(), m2.end()]);
});

function start(): void {
  picture = new Picture();
  [statuses, specs, observed] = [[], [], 0];
  const managers = new Managers({ endpoints: [m1.endpoint, m2.endpoint], log: quietLog, deadlines });
  feed = new DockerFeed({ managers, clock, log: quietLog });
  feed.start({
    observe(seen) {
      observed += 1;
      picture.commit(seen);
    },
    status: (status) => statuses.push(status),
    specSeen: (seen) => specs.push(seen),
  });
}

const status = () => statuses.at(-1) as FeedStatus;
const until = (what: () => void) => vi.waitFor(what, { timeout: 12_000, interval: 10 });
const live = (endpoint = 'm1') => until(() => expect(status()).toMatchObject({ phase: 'live', endpoint }));
const row = () => picture.services.get('web' as never);

describe('at start', () => {
  test('everything is told, with who tells it', async () => {
    start();
    expect(status()).toMatchObject({ phase: 'connecting', source: 'polling', freshAt: null, endpoint: null });
    await live();
    expect([...picture.nodes.keys(), ...picture.services.keys(), ...picture.tasks.keys()]).toEqual(['n1', 'web', 't1']);
    expect(status()).toMatchObject({
      clusterId: 'c1',
      apiVersion: '1.41',
      attempts: [],
      intervalMs: expect.any(Number),
    });
    expect(row()?.tally.running).toBe(1);
  });

  test('events are listened to before the first list, so that nothing falls in between', async () => {
    start();
    await live();
    const order = m1.requests.map(({ path }) => path);
    expect(order.indexOf('/events')).toBeLessThan(order.indexOf('/tasks'));
  });

  test('it waits for an engine, says why, and connects by itself', async () => {
    await Promise.all([m1.die(), m2.die()]);
    start();
    await until(() => expect(status().attempts).toHaveLength(2));
    expect(status()).toMatchObject({
      phase: 'connecting',
      attempts: [{ endpoint: 'm1', fault: { code: 'engine_unreachable' } }, {}],
    });
    await m2.revive();
    await live('m2');
  });

  test('a worker and another swarm are never read', async () => {
    m1.standing = standings.worker();
    start();
    await live('m2');
    expect(m1.count('GET', '/tasks')).toBe(0);
  });

  test('where events are not let through, polls are enough', async () => {
    m1.on('/events', { status: 403, text: 'Forbidden' });
    start();
    await live();
    swarmIs({ tasks: [task('t1', 10, 'failed')] });
    await until(() => expect(picture.tasks.get('t1' as never)?.state).toBe('failed'));
  });
});

describe('a service', () => {
  test('shows its spec once for each version', async () => {
    m1.on('/services', {
      text: `[{"ID":"web","Version":{"Index":7},"Spec":{"Name":"web","Max":9223372036854775807}}]`,
    });
    start();
    await live();
    feed.hasten();
    await until(() => expect(m1.count('GET', '/services')).toBeGreaterThan(2));
    expect(specs).toMatchObject([
      { serviceId: 'web', name: 'web', version: 7, spec: '{"Name":"web","Max":9223372036854775807}' },
    ]);
  });

  test('is looked at as soon as an event tells of it', async () => {
    start();
    await live();
    swarmIs({ services: [service(8, 3)], tasks: [task('t1', 9), task('t2', 10, 'new')] });
    m1.event({ Type: 'service', Action: 'update', Actor: { ID: 'web' } });
    await until(() => expect(row()).toMatchObject({ version: 8, tally: { running: 1, desired: 3, starting: 1 } }));
    expect(specs.map(({ version }) => version)).toEqual([7, 8]);
  });

  test('that is removed goes at once, its tasks when they are gone', async () => {
    start();
    await live();
    swarmIs({ services: [] });
    m1.event({ Type: 'service', Action: 'remove', Actor: { ID: 'web' } });
    await until(() => expect(row()).toBeUndefined());
    expect(picture.tasks.size).toBe(1);
    swarmIs({ tasks: [] });
    await until(() => expect(picture.tasks.size).toBe(0));
  });

  test('is shown without the ingress network, the others by name', async () => {
    const body = [
      { Id: 'i', Name: 'ingress', Ingress: true },
      { Id: 'b', Name: 'back' },
    ];
    m1.on('/networks', { body }).on('/networks/h', { body: { Id: 'h', Name: 'host' } });
    const VirtualIPs = [
      { NetworkID: 'i', Addr: '10.0.0.2/24' },
      { NetworkID: 'b', Addr: '10.0.1.2/24' },
      { NetworkID: 'h' },
    ];
    swarmIs({ services: [{ ...service(7), Endpoint: { VirtualIPs } }] });
    start();
    await live();
    expect(row()?.networks).toEqual([
      { id: 'b', name: 'back', virtualIp: '10.0.1.2/24' },
      { id: 'h', name: 'host', virtualIp: null },
    ]);
  });
});

describe('a quiet swarm', () => {
  test('is confirmed again and again, but not told again', async () => {
    start();
    await live();
    const first = status().freshAt ?? 0;
    await until(() => expect(status().freshAt).toBeGreaterThan(first));
    expect(observed).toBe(1);
  });

  test('is looked at sooner when somebody is about to act', async () => {
    start();
    await live();
    feed.hasten();
    await until(() => expect(status().intervalMs).toBeLessThan(1000));
  });
});

describe('a node', () => {
  test('that changes its leader without a new version is told', async () => {
    const ManagerStatus = { Leader: true, Reachability: 'reachable', Addr: '10.0.0.1:2377' };
    start();
    await live();
    swarmIs({ nodes: [node({ ManagerStatus })] });
    m1.event({ Type: 'node', Action: 'update', Actor: { ID: 'n1' } });
    await until(() => expect(picture.nodes.get('n1' as never)?.manager?.leader).toBe(true));
  });
});

describe('when the manager fails', () => {
  test('another one is read at once, and the picture stands meanwhile', async () => {
    start();
    await live();
    const began = Date.now();
    await m1.die();
    await live('m2');
    expect(Date.now() - began).toBeLessThan(1500);
    const interrupted = statuses.find(({ phase }) => phase === 'interrupted');
    expect(interrupted).toMatchObject({
      endpoint: 'm1',
      attempts: [{ endpoint: 'm1', fault: { code: 'engine_unreachable' } }],
    });
    expect(picture.tasks.size).toBe(1);
    expect(specs).toHaveLength(1);
  });

  test('a list that hangs is noticed without waiting for long', async () => {
    start();
    await live();
    m1.on('/nodes', 'hang');
    await live('m2');
    expect(statuses.flatMap(({ attempts }) => attempts)).toContainEqual(
      expect.objectContaining({ endpoint: 'm1', fault: expect.objectContaining({ code: 'engine_timeout' }) }),
    );
  });

  test('an answer that is no JSON is not the end', async () => {
    start();
    await live();
    m1.on('/tasks', { text: '<html>' });
    await live('m2');
  });

  test('one of another swarm does not take over', async () => {
    m2.standing = standings.manager('another');
    start();
    await live();
    await m1.die();
    await until(() =>
      expect(status().attempts.find(({ endpoint }) => endpoint === 'm2')?.fault.code).toBe('wrong_cluster'),
    );
    expect(m2.count('GET', '/tasks')).toBe(0);
    await m1.revive();
    await live('m1');
  });

  test('a swarm without a leader is told as such, until it has one', async () => {
    start();
    await live();
    m1.standing = m2.standing = standings.leaderless();
    for (const engine of [m1, m2])
      engine.on('/nodes', { status: 500, body: { message: standings.leaderless().Error } });
    await until(() => expect(status().attempts.map(({ fault }) => fault.code)).toEqual(['no_quorum', 'no_quorum']));
    expect(status().phase).toBe('interrupted');
    expect(picture.services.size).toBe(1);
    m2.standing = standings.manager();
    m2.on('/nodes', { body: [node()] });
    await live('m2');
    expect(status().attempts).toEqual([]);
  });

  test('one that holds its answer during an election is said to hold, and is still there when it answers', async () => {
    m1.standing = 'hang';
    await m2.die();
    start();
    await until(() =>
      expect(status().attempts.find(({ endpoint }) => endpoint === 'm1')?.fault).toMatchObject({
        code: 'engine_timeout',
        params: { reason: 'holds' },
      }),
    );
    m1.standing = standings.manager();
    await m2.revive();
    await until(() => expect(status().phase).toBe('live'));
  });

  test('an event stream that ends is opened again, and everything is looked at', async () => {
    start();
    await live();
    await until(() => expect(m1.listeners).toBe(1));
    m1.dropListeners();
    swarmIs({ tasks: [task('t1', 11, 'complete')] });
    await until(() => expect(picture.tasks.get('t1' as never)?.state).toBe('complete'));
    await until(() => expect(m1.listeners).toBe(1));
    expect(statuses.every(({ phase }) => phase !== 'interrupted')).toBe(true);
  });
});

test('stopped, it leaves no stream, no connection and says nothing more', async () => {
  start();
  await live();
  await feed.stop();
  await until(async () => expect(await m1.connections()).toBe(0));
  const statusesBefore = statuses.length;
  m1.event({ Type: 'node', Action: 'update', Actor: { ID: 'n1' } });
  expect(m1.listeners).toBe(0);
  expect(statuses).toHaveLength(statusesBefore);
});

test('stopped while it looks for an engine, it ends at once', async () => {
  await Promise.all([m1.die(), m2.die()]);
  start();
  await until(() => expect(status().attempts).toHaveLength(2));
  const began = Date.now();
  await feed.stop();
  expect(Date.now() - began).toBeLessThan(200);
});
