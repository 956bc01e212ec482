import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ServiceId } from '#lib/domain/ids';
import { rawSpec } from '#lib/domain/spec/raw-spec';
import type { ManagerVersions } from '#lib/ports/manager-versions';
import { endpointOf } from './endpoint';
import { DockerEngine } from './engine';
import { Managers } from './managers';
import { versionsInMemory } from './spec-api';
import { FakeEngine, standings } from './testing/fake-engine';
import { quietLog } from './testing/quiet-log';

// Short enough to wait for, long enough that a busy machine is not taken for a silent engine.
const deadlines = { pingMs: 1500, connectMs: 1500, readMs: 1500, headStartMs: 700, readyMs: 2000, writeMs: 2000 };
const web = 'web' as ServiceId;
const spec = '{"Name":"web","Ulimit":9223372036854775807,"FromTheFuture":{"a":1.50}}';
const service = (version = 7) => ({ text: `{"ID":"web","Version":{"Index":${version}},"Spec":${spec}}` });
const UPDATE = '/services/web/update';

let m1: FakeEngine;
let m2: FakeEngine;
let engine: DockerEngine;

beforeEach(async () => {
  m1 = (await FakeEngine.start('m1')).on('/services/web', service());
  m2 = (await FakeEngine.start('m2')).on('/services/web', service());
  engine = engineOf(m1, m2);
});
afterEach(() => Promise.all([m1.end(), m2.end()]));

const engineOf = (...fakes: FakeEngine[]) =>
  new DockerEngine(new Managers({ endpoints: fakes.map(({ endpoint }) => endpoint), log: quietLog, deadlines }));
const update = (version = 7) => engine.send(engine.serviceUpdateRequest(web, version, rawSpec(spec)));
const refusing = (message: string, status = 500) => ({ status, body: { message } });

describe('many at once', () => {
  const narrow = { width: 2, queue: 2, waitMs: 10_000 };

  test('wait for their turn, and more than may wait are refused as such', async () => {
    let [inFlight, most] = [0, 0];
    const flight = { reads: narrow };
    const managers = new Managers({ endpoints: [m1.endpoint], log: quietLog, deadlines, flight });
    await managers.get('/services/web');
    const connection = managers.connections[0] as (typeof managers.connections)[number];
    const get = connection.get.bind(connection);
    connection.get = async (...reading) => {
      most = Math.max(most, ++inFlight);
      return get(...reading).finally(() => inFlight--);
    };
    const ends = await Promise.allSettled(Array.from({ length: 6 }, () => managers.get('/services/web')));
    expect(ends.map(({ status }) => status)).toEqual([...Array(4).fill('fulfilled'), ...Array(2).fill('rejected')]);
    expect(ends[5]).toMatchObject({ reason: { code: 'too_busy', params: { what: 'engine' } } });
    expect(most).toBe(2);
  });

  test('reads that hang at a registry leave room for the others, and for writes', async () => {
    m1.on('/distribution/x/json', 'hang').on(UPDATE, { body: {} });
    const flight = { reads: narrow, slowReads: narrow, writes: narrow };
    const managers = new Managers({ endpoints: [m1.endpoint], log: quietLog, deadlines, flight });
    const hanging = Array.from({ length: 4 }, () => managers.get('/distribution/x/json', { hedged: false }));
    const ended = Promise.allSettled(hanging);
    await expect(managers.get('/distribution/x/json', { hedged: false })).rejects.toMatchObject({
      code: 'too_busy',
      params: { what: 'registry' },
    });
    const others = new DockerEngine(managers);
    await expect(others.readService(web)).resolves.toMatchObject({ version: 7 });
    await others.send(others.serviceUpdateRequest(web, 7, rawSpec(spec)));
    expect(m1.count('POST', UPDATE)).toBe(1);
    await ended;
  });

  test('a write that is refused for it was never sent', async () => {
    m1.on(UPDATE, 'hang');
    const flight = { writes: { width: 1, queue: 0, waitMs: 10_000 } };
    const managers = new Managers({ endpoints: [m1.endpoint], log: quietLog, deadlines, flight });
    const first = managers.post(`${UPDATE}?version=7`, spec, { specOf: 'service/web' }).catch(() => undefined);
    await expect(managers.post(`${UPDATE}?version=7`, spec, { specOf: 'service/web' })).rejects.toMatchObject({
      code: 'too_busy',
    });
    await first;
    expect(m1.count('POST', UPDATE)).toBe(1);
  });
});

describe('reads', () => {
  test('come from the first manager, in the highest API that it speaks', async () => {
    m1.apiVersion = '1.51';
    await expect(engine.readService(web)).resolves.toMatchObject({ version: 7, name: 'web' });
    expect(m1.requests.find(({ path }) => path === '/services/web')?.version).toBe('1.51');
    expect(m2.count('GET', '/services/web')).toBe(0);
  });

  test('bring the spec to the letter', async () => {
    const read = await engine.readService(web);
    expect(read.spec).toContain('9223372036854775807');
    expect(read.spec).toContain('"FromTheFuture":{"a":1.50}');
  });

  test('name a node by its hostname', async () => {
    m1.on('/nodes/n', { body: { Version: { Index: 3 }, Spec: { Role: 'worker' }, Description: { Hostname: 'w1' } } });
    await expect(engine.readNode('n' as never)).resolves.toMatchObject({ version: 3, name: 'w1' });
  });

  test.each([
    ['is away', () => m1.die()],
    ['hangs', () => m1.on('/services/web', 'hang')],
    ['hangs before it says who it is', () => m1.on('/_ping', 'hang')],
    ['breaks the connection', () => m1.on('/services/web', 'break')],
    ['is a worker', () => Object.assign(m1, { standing: standings.worker() })],
    ['is locked', () => Object.assign(m1, { standing: standings.locked() })],
    ['is in no swarm', () => Object.assign(m1, { standing: standings.inactive() })],
    ['has no leader', () => Object.assign(m1, { standing: standings.leaderless() })],
    ['is too old', () => Object.assign(m1, { apiVersion: '1.39' })],
  ])('go on to the next manager when one %s', async (_, trouble) => {
    await trouble();
    await expect(engine.readService(web)).resolves.toMatchObject({ version: 7 });
  });

  test('stay with the manager that works', async () => {
    await m1.die();
    await engine.readService(web);
    await m1.revive();
    await engine.readService(web);
    expect(m1.requests).toEqual([]);
    expect(m2.count('GET', '/services/web')).toBe(2);
  });

  test('are not repeated elsewhere when the answer is no', async () => {
    m1.on('/services/web', refusing('service web not found', 404));
    await expect(engine.readService(web)).rejects.toMatchObject({
      code: 'not_found',
      params: { kind: 'service', id: 'web' },
    });
    expect(m2.count('GET', '/services/web')).toBe(0);
  });

  test('never use a manager of another swarm', async () => {
    await engine.readService(web);
    m2.standing = standings.manager('another');
    await m1.die();
    await expect(engine.readService(web)).rejects.toMatchObject({
      code: 'wrong_cluster',
      params: { endpoint: 'm2', expected: 'c1', found: 'another', endpoints: ['m1', 'm2'] },
    });
    expect(m2.count('GET', '/services/web')).toBe(0);
  });

  test('say what tells most when nobody can serve', async () => {
    await m1.die();
    m2.standing = standings.leaderless();
    await expect(engine.readService(web)).rejects.toMatchObject({ code: 'no_quorum', params: { endpoint: 'm2' } });
  });

  test('say which engine is too old, and what is needed', async () => {
    m1.apiVersion = '1.30';
    engine = engineOf(m1);
    await expect(engine.readService(web)).rejects.toMatchObject({
      code: 'engine_too_old',
      params: { found: '1.30', needed: '1.40', endpoint: 'm1' },
    });
  });

  test('find the API version where a proxy hides it from the ping', async () => {
    m1.on('/_ping', { status: 403, text: 'no' }).on('/version', { body: { ApiVersion: '1.44' } });
    await engine.readService(web);
    expect(m1.requests.find(({ path }) => path === '/services/web')?.version).toBe('1.44');
  });

  test('ask anew what a manager speaks that was updated and refuses what it was asked in', async () => {
    engine = engineOf(m1);
    await engine.readService(web);
    m1.apiVersion = '1.53';
    const message = 'client version 1.41 is too old. Minimum supported API version is 1.44, please upgrade your client';
    m1.on('/services/web', ({ version }) => (version === '1.41' ? refusing(message, 400) : service()));
    await expect(engine.readService(web)).rejects.toMatchObject({ code: 'engine_unreachable' });
    await expect(engine.readService(web)).resolves.toMatchObject({ version: 7 });
  });

  test('survive a manager that closed its kept connections', async () => {
    engine = engineOf(m1);
    await engine.readService(web);
    await m1.die();
    await m1.revive();
    await expect(engine.readService(web)).resolves.toMatchObject({ version: 7 });
  });
});

describe('writes', () => {
  test('are sent to the letter, at the version that was read', async () => {
    m1.on(UPDATE, ({ query }) => ({ body: { Warnings: [`at ${query.get('version')}`] } }));
    await expect(update()).resolves.toEqual({ warnings: ['at 7'] });
    expect(m1.requests.find(({ path }) => path === UPDATE)).toMatchObject({
      method: 'POST',
      body: spec,
      version: '1.41',
    });
  });

  test('of a node answer nothing, which is a success', async () => {
    m1.on('/nodes/n/update', { text: '' });
    await expect(engine.send(engine.nodeUpdateRequest('n' as never, 1, rawSpec('{}')))).resolves.toEqual({
      warnings: [],
    });
  });

  test('tell a stale version', async () => {
    m1.on(UPDATE, refusing('rpc error: code = Unknown desc = update out of sequence'));
    await expect(update()).rejects.toMatchObject({ code: 'stale_version' });
    expect(m2.count('POST', UPDATE)).toBe(0);
  });

  test.each([
    ['hangs', 'hang' as const],
    ['breaks the connection', 'break' as const],
    ['gives up waiting', refusing('rpc error: code = DeadlineExceeded desc = context deadline exceeded')],
  ])('are sent once and called unknown when the manager %s', async (_, answer) => {
    m1.on(UPDATE, answer);
    m2.on(UPDATE, { body: {} });
    await expect(update()).rejects.toMatchObject({ code: 'outcome_unknown', params: { endpoint: 'm1' } });
    expect(m1.count('POST', UPDATE)).toBe(1);
    expect(m2.count('POST', UPDATE)).toBe(0);
  });

  test('go to the next manager when the first one is away', async () => {
    await engine.readService(web);
    await m1.die();
    m2.on(UPDATE, { body: {} });
    await expect(update()).resolves.toEqual({ warnings: [] });
    expect(m2.count('POST', UPDATE)).toBe(1);
  });

  test('go to the next manager when the connection is refused after the manager had said that it serves', async () => {
    m1.on('/info', () => {
      setImmediate(() => void m1.die());
      return { body: { Swarm: standings.manager() }, headers: { Connection: 'close' } };
    });
    m2.on(UPDATE, { body: {} });
    await expect(update()).resolves.toEqual({ warnings: [] });
    expect(m1.count('POST', UPDATE)).toBe(0);
  });

  test('are not sent to a manager that waits for a leader', async () => {
    m1.standing = 'hang';
    m2.on(UPDATE, { body: {} });
    await expect(update()).resolves.toEqual({ warnings: [] });
    expect(m1.count('POST', UPDATE)).toBe(0);
  });

  test('that nobody could take have changed nothing, and say so', async () => {
    m1.standing = standings.worker();
    m2.standing = 'hang';
    await expect(update()).rejects.toMatchObject({ code: 'engine_timeout' });
    expect(m1.count('POST', UPDATE) + m2.count('POST', UPDATE)).toBe(0);
  });

  describe('of specs are in the highest API that any manager of the swarm speaks', () => {
    const tooOld = { code: 'engine_too_old', params: { found: '1.41', needed: '1.51', endpoint: 'm1' } };
    const both = () => [m1.endpoint, m2.endpoint];
    const consoleOf = (endpoints = both()) =>
      new DockerEngine(new Managers({ endpoints, log: quietLog, deadlines, versions }));
    const send = (by: DockerEngine) => by.send(by.serviceUpdateRequest(web, 7, rawSpec(spec)));
    let versions: ManagerVersions;

    beforeEach(() => {
      versions = versionsInMemory();
      m2.apiVersion = '1.51';
      for (const each of [m1, m2]) each.on(UPDATE, { body: {} });
    });

    test('though another manager comes first', async () => {
      engine = consoleOf();
      await engine.readService(web);
      await send(engine);
      expect(m1.count('GET', '/services/web') + m1.count('POST', UPDATE)).toBe(0);
      expect(m2.requests.find(({ path }) => path === UPDATE)?.version).toBe('1.51');
    });

    test('and refused while that manager is away', async () => {
      engine = consoleOf();
      await engine.readService(web);
      await m2.die();
      await expect(send(engine)).rejects.toMatchObject(tooOld);
      await expect(engine.readService(web)).rejects.toMatchObject(tooOld);
      expect(m1.count('POST', UPDATE)).toBe(0);
    });

    test('also after a restart, and by a console that never met it', async () => {
      await consoleOf().readService(web);
      await m2.die();
      await expect(consoleOf().readService(web)).rejects.toMatchObject(tooOld);
      await expect(send(consoleOf([m1.endpoint]))).rejects.toMatchObject(tooOld);
    });

    test('until it is no manager any more, or speaks less itself', async () => {
      await consoleOf().readService(web);
      await m2.die();
      m1.on('/nodes/m2', { body: { Spec: { Role: 'manager' } } });
      await expect(consoleOf().readService(web)).rejects.toMatchObject(tooOld);
      m1.on('/nodes/m2', { body: { Spec: { Role: 'worker' } } });
      await expect(consoleOf().readService(web)).resolves.toMatchObject({ version: 7 });

      await m2.revive();
      await consoleOf().readService(web);
      m2.apiVersion = '1.41';
      await expect(consoleOf([m2.endpoint]).readService(web)).resolves.toMatchObject({ version: 7 });
      await expect(consoleOf([m1.endpoint]).readService(web)).resolves.toMatchObject({ version: 7 });
    });

    test('and what was read before such a manager was met is read again', async () => {
      engine = consoleOf();
      m2.apiVersion = '1.41';
      await engine.readService(web);
      m1.apiVersion = m2.apiVersion = '1.51';
      await expect(send(engine)).rejects.toMatchObject({ code: 'stale_version' });
      await engine.readService(web);
      await send(engine);
    });
  });

  test('are not sent when the endpoint has become another swarm', async () => {
    await engine.readService(web);
    m1.standing = m2.standing = standings.manager('another');
    await expect(update()).rejects.toMatchObject({ code: 'wrong_cluster' });
    expect(m1.count('POST', UPDATE)).toBe(0);
  });
});

describe('networks', () => {
  test('are looked up in the swarm’s scope: a node has a network host of its own', async () => {
    m1.on('/networks/n1', ({ query }) => ({ body: { Driver: query.get('scope') === 'swarm' ? 'host' : 'bridge' } }));
    await expect(engine.networkDriver('n1')).resolves.toBe('host');
  });

  test('that are not there, and answers that do not say, are told as such', async () => {
    m1.on('/networks/nope', refusing('network nope not found', 404)).on('/networks/odd', { body: [] });
    await expect(engine.networkDriver('nope')).rejects.toMatchObject({
      code: 'not_found',
      params: { kind: 'network' },
    });
    await expect(engine.networkDriver('odd')).rejects.toMatchObject({ code: 'engine_failed' });
  });
});

describe('images', () => {
  const digest = `sha256:${'a'.repeat(64)}`;
  const descriptor = { body: { Descriptor: { digest } } };
  const pinned = (reference: string) => ({ found: true, reference, platforms: [] });

  test('get the digest that the registry has for the tag, and the platforms', async () => {
    const Platforms = [
      { architecture: 'amd64', os: 'linux' },
      { architecture: 'unknown', os: 'unknown' },
    ];
    m1.on('/distribution/registry.example:5000/shop/web:2/json', { body: { ...descriptor.body, Platforms } });
    await expect(engine.resolveImage('registry.example:5000/shop/web:2', 'ada')).resolves.toEqual({
      found: true,
      reference: `registry.example:5000/shop/web:2@${digest}`,
      platforms: [{ architecture: 'amd64', os: 'linux' }],
    });
  });

  test('without a tag are the latest', async () => {
    m1.on('/distribution/web:latest/json', descriptor);
    await expect(engine.resolveImage('web', 'ada')).resolves.toEqual(pinned(`web:latest@${digest}`));
  });

  test('that are pinned already stay so', async () => {
    m1.on(`/distribution/web:1@${digest}/json`, descriptor);
    await expect(engine.resolveImage(`web:1@${digest}`, 'ada')).resolves.toEqual(pinned(`web:1@${digest}`));
  });

  test.each([
    ['manifest unknown: manifest unknown', 404, 'missing'],
    [
      'errors:\ndenied: requested access to the resource is denied\nunauthorized: authentication required',
      401,
      'access',
    ],
    ['no basic auth credentials', 500, 'access'],
    ['Get "http://10.77.0.1:5000/v2/": dial tcp 10.77.0.1:5000: connect: connection refused', 500, 'unreachable'],
    ['Get "https://registry.example/v2/": dial tcp: lookup registry.example: no such host', 500, 'unreachable'],
    [
      'Get "https://10.0.0.9/v2/": net/http: request canceled (Client.Timeout exceeded while awaiting headers)',
      500,
      'late',
    ],
    ['something new', 500, 'other'],
  ])('of a registry that says %s are not pinned', async (text, status, trouble) => {
    m1.on('/distribution/nope:1/json', refusing(text, status));
    await expect(engine.resolveImage('nope:1', 'ada')).resolves.toEqual({ found: false, trouble, text });
  });

  test('are looked up for one person a few at a time', async () => {
    m1.on('/distribution/web:latest/json', descriptor);
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => engine.resolveImage('web', 'ada')));
    expect(answers.filter(({ found }) => found)).toHaveLength(3);
    expect(answers).toContainEqual({ found: false, trouble: 'busy', text: '' });
    await expect(engine.resolveImage('web', 'ada')).resolves.toMatchObject({ found: true });
  });
});

test('with no endpoint configured every read says so', async () => {
  await expect(engineOf().readService(web)).rejects.toMatchObject({ code: 'engine_unreachable' });
});

test('an endpoint that nobody listens on is told by its reason', async () => {
  const endpoint = endpointOf('unix:///nowhere/docker.sock');
  const nowhere = new DockerEngine(new Managers({ endpoints: [endpoint], log: quietLog, deadlines }));
  await expect(nowhere.readService(web)).rejects.toMatchObject({ params: { reason: 'no-socket' } });
});
