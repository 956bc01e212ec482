import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { io, type Socket } from 'socket.io-client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { BROWSER_KEY_HEADER } from '#lib/domain/access/browser-key';
import type { Principal } from '#lib/domain/access/principal';
import type { ServiceId, SessionId, UserId } from '#lib/domain/ids';
import type { Operation } from '#lib/domain/operation/operation';
import { aNode, aNodeId, aService, aServiceId, aTask } from '#lib/domain/testing/builders';
import type { FeedStatus } from '#lib/live/feed-status';
import { Picture } from '#lib/live/picture/picture';
import type { Frame } from '#lib/live/protocol/frame';
import type { StatusMessage } from '#lib/live/protocol/messages';
import { unpackTasks } from '#lib/live/protocol/packed-tasks';
import { TopicReplica } from '#lib/live/replica/topic-replica';
import type { LivePicture } from '#lib/ports/container';
import type { Ledger } from '#lib/ports/ledger';
import type { Log } from '#lib/ports/log';
import type { Sessions } from '#lib/ports/sessions';
import { unpacked } from '../browser/unpacking';
import type { SocketRefusal } from './admission';
import { Gateway } from './gateway';

const vera: Principal & { kind: 'session' } = {
  kind: 'session',
  userId: 'u' as UserId,
  sessionId: 's1' as SessionId,
  name: 'Vera',
  email: 'vera@example.org',
  role: 'viewer',
};

let server: Server;
let gateway: Gateway;
let picture: Picture;
let status: FeedStatus;
let published: {
  moved: () => void;
  operation: (operation: Operation) => void;
  revised: (id: ServiceId) => void;
  ended: (id: SessionId) => void;
  elsewhere: { session: (id: SessionId) => void; operation: (operation: Operation) => void; missed: () => void };
};
let worth: (Principal & { kind: 'session' }) | null;
const sockets: Socket[] = [];
let refusals: SocketRefusal[];

beforeEach(async () => {
  refusals = [];
  picture = new Picture();
  picture.commit({ kind: 'list', at: 1, nodes: [aNode({ id: 'a' })], services: [aService({ id: 'web' })] });
  const nobody = () => undefined;
  published = {
    moved: nobody,
    operation: nobody,
    revised: nobody,
    ended: nobody,
    elsewhere: { session: nobody, operation: nobody, missed: nobody },
  };
  worth = vera;
  server = createServer();
  status = {
    source: 'polling',
    phase: 'live',
    since: 0,
    freshAt: 0,
    intervalMs: 1000,
    endpoint: 'unix:///m1',
    clusterId: null,
    apiVersion: '1.41',
    attempts: [],
  };
  gateway = new Gateway(server, {
    picture,
    live: {
      cluster: () => picture.cluster(),
      status: () => status,
      onChange: (moved) => {
        published.moved = moved;
        return () => undefined;
      },
    } satisfies LivePicture,
    ledger: {
      onChange: (operation: (operation: Operation) => void) => {
        published.operation = operation;
        return () => undefined;
      },
    } as unknown as Ledger,
    revisions: {
      onChange: (listener) => {
        published.revised = listener;
        return () => undefined;
      },
    },
    sessions: {
      principalOf: async (headers: Headers) =>
        headers.get(BROWSER_KEY_HEADER) === OTHER_KEY ? null : personOf(headers),
      principalOfCookie: async (headers: Headers) => personOf(headers),
      principalBySession: async () => worth,
      onSessionEnd: (ended: (id: SessionId) => void) => {
        published.ended = ended;
        return () => undefined;
      },
    } as unknown as Sessions,
    news: {
      onSession: (listener) => {
        published.elsewhere.session = listener;
        return () => undefined;
      },
      onOperation: (listener) => {
        published.elsewhere.operation = listener;
        return () => undefined;
      },
      onMissed: (listener) => {
        published.elsewhere.missed = listener;
        return () => undefined;
      },
    },
    clock: { now: () => 1000 },
    log: { warn: () => undefined } as unknown as Log,
    pictureId: 'p1',
    isOwnOrigin: (request) => request.headers.origin !== 'http://evil.example',
    addressOf: (request) => (request.headers['x-address'] as string | undefined) ?? null,
    refused: (_, refusal) => void refusals.push(refusal),
    socketLimits: { all: 30, session: 10, person: 12, address: 6, strangers: 3 },
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
});

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.close();
  await gateway.stop();
  server.close();
});

/** From another origin: beside it our cookie opens nothing. */
const OTHER_KEY = 'o'.repeat(43);

function browser(headers: Record<string, string> = { cookie: 'good' }, key?: string): Socket {
  const { port } = server.address() as AddressInfo;
  const socket = io(`http://127.0.0.1:${port}`, {
    path: '/live',
    transports: ['websocket'],
    extraHeaders: headers,
    auth: { key },
    forceNew: true,
    reconnection: false,
  });
  sockets.push(socket);
  return socket;
}

const next = <Value>(socket: Socket, event: string): Promise<Value> =>
  new Promise((resolve) => socket.once(event, (...words: unknown[]) => resolve(words.at(-1) as Value)));

test('a page of another site is refused before anything is asked', async () => {
  const refused = await next<Error>(browser({ cookie: 'good', origin: 'http://evil.example' }), 'connect_error');
  expect(refused.message).toMatch(/websocket error|forbidden/i);
});

test('without a session there is no live picture', async () => {
  expect((await next<Error>(browser({ cookie: 'bad' }), 'connect_error')).message).toBe('not_signed_in');
  await vi.waitFor(() => expect(connections()).resolves.toBe(0), { timeout: 5000 });
});

test('each refused handshake is written down: why, and of whom where the cookie says so', async () => {
  const refused = async (...[headers, key]: Parameters<typeof browser>) => {
    refusals = [];
    await next<Error>(browser(headers, key), 'connect_error');
    return refusals;
  };
  expect(await refused({ cookie: 'good', origin: 'http://evil.example' })).toEqual([{ code: 'foreign_origin' }]);
  expect(await refused({})).toEqual([{ code: 'not_signed_in' }]);
  expect(await refused({ cookie: 'bad' })).toEqual([{ code: 'not_signed_in' }]);
  expect(await refused({ cookie: 'good' }, OTHER_KEY), 'without the key of our origin').toEqual([
    { code: 'not_signed_in', userId: 'u' },
  ]);
  refusals = [];
  await outcomes(Array.from({ length: 11 }, () => browser()));
  expect(refusals).toEqual([{ code: 'too_many_requests', userId: 'u' }]);
});

const connections = () =>
  new Promise<number>((resolve, reject) =>
    server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
  );
const outcomes = (all: Socket[]) =>
  Promise.all(
    all.map(
      (socket) =>
        new Promise<string>((resolve) => {
          socket.once('hello', () => resolve('open'));
          socket.once('connect_error', ({ message }) => resolve(message));
        }),
    ),
  );
const count = (all: string[], outcome: string) => all.filter((each) => each === outcome).length;

test('[PRO-9] strangers by the hundred take no place of a person with a session', async () => {
  const strangers = Array.from({ length: 60 }, (_, index) => browser(index % 2 ? {} : { cookie: `bad${index}` }));
  const results = await outcomes(strangers);
  expect(count(results, 'open')).toBe(0);
  // A few receive the reason; the others have their handshake refused.
  expect(count(results, 'not_signed_in')).toBeLessThanOrEqual(30);
  const mine = await outcomes(Array.from({ length: 10 }, () => browser()));
  expect(count(mine, 'open')).toBe(10);
  expect(gateway.browsers).toBe(10);
});

test.each([
  ['session', 10, () => ({ cookie: 'good' })],
  ['person', 12, (index: number) => ({ cookie: `session s${index} of ann` })],
  ['address', 6, (index: number) => ({ cookie: `session s${index} of u${index}`, 'x-address': '203.0.113.9' })],
])('[PRO-9] one %s has %i connections at most, and may open another when one has closed', async (_, most, headers) => {
  const all = Array.from({ length: most + 5 }, (_each, index) => browser(headers(index)));
  expect(count(await outcomes(all), 'open')).toBe(most);
  expect(await outcomes([browser({ cookie: 'session x of bob' })])).toEqual(['open']);
  const [first] = all.filter(({ connected }) => connected);
  first?.close();
  await vi.waitFor(async () => expect(await outcomes([browser(headers(all.length))])).toEqual(['open']), {
    timeout: 5000,
  });
});

test('[PRO-9] one person has twenty different queries, in all windows together; others have theirs', async () => {
  const mine = [browser(), browser()];
  const theirs = browser({ cookie: 'session s9 of bob' });
  await outcomes([...mine, theirs]);
  const refused: string[] = [];
  for (const socket of [...mine, theirs]) socket.on('refused', (topic: string) => refused.push(topic));
  for (const [n, socket] of mine.entries())
    for (let index = 0; index < 15; index++) socket.emit('subscribe', `tasks?q=word${n}x${index}`, null);
  await vi.waitFor(() => expect(refused).toHaveLength(10));
  mine[0]?.emit('subscribe', 'rows/0?q=word0x1', null);
  theirs.emit('subscribe', 'tasks?q=other', null);
  const [topic] = await new Promise<unknown[]>((resolve) => theirs.once('frame', (...words) => resolve(words)));
  expect(topic).toBe('tasks?q=other');
  expect(refused).toHaveLength(10);
});

test('[PRO-9] one that asks without end is hung up on, whether or not it reads the answers', async () => {
  const flood = browser();
  await outcomes([flood]);
  const gone = next(flood, 'disconnect');
  for (let index = 0; index < 5000; index++) flood.emit('cell', index, () => undefined);
  await gone;
  expect(gateway.browsers).toBe(0);
});

test('[PRO-1] a subscription begins with the whole topic, and goes on with what changes', async () => {
  const socket = browser();
  const replica = new TopicReplica();
  const first = next<Frame>(socket, 'frame');
  socket.emit('subscribe', 'cluster', null);
  expect(replica.apply(await first)).toBe(true);
  expect(replica.nodes.map((node) => node.hostname)).toEqual(['a']);

  const second = next<Frame>(socket, 'frame');
  picture.commit({ kind: 'changes', at: 2, nodes: [aNode({ id: 'a', version: 2, availability: 'drain' })] });
  published.moved();
  const frame = await second;
  expect(frame.nodes).toEqual({ patch: { [aNodeId('a')]: { version: 2, availability: 'drain' } } });
  expect(frame).toMatchObject({ from: 1 });
  expect(frame.services).toBeUndefined();
  expect(replica.apply(frame)).toBe(true);
});

test('[PRO-4] a browser on a service hears of its tasks and of no others', async () => {
  const socket = browser();
  const first = next<Frame>(socket, 'frame');
  socket.emit('subscribe', `service/${aServiceId('web')}`, null);
  await first;
  const second = next<Frame>(socket, 'frame');
  picture.commit({ kind: 'changes', at: 2, tasks: [aTask({ id: 't1', of: 'web' }), aTask({ id: 't2', of: 'db' })] });
  published.moved();
  const { tasks } = await second;
  expect(tasks?.put && unpackTasks(tasks.put).map((task) => task.serviceId)).toEqual([aServiceId('web')]);
});

test('who follows a service is told that it has another revision, and others are not', async () => {
  const [here, elsewhere] = [browser(), browser()];
  const follow = (socket: Socket, id: string) => {
    socket.emit('subscribe', `service/${aServiceId(id)}`, null);
    return next(socket, 'frame');
  };
  await Promise.all([follow(here, 'web'), follow(elsewhere, 'api')]);
  const received: string[] = [];
  elsewhere.on('revised', (id: string) => received.push(id));
  const revised = next(here, 'revised');
  published.revised(aServiceId('web'));
  expect(await revised).toBe(aServiceId('web'));
  published.revised(aServiceId('api'));
  await vi.waitFor(() => expect(received).toEqual([aServiceId('api')]));
});

test('[PRO-7] one task that starts costs a browser on its service less than 600 bytes, the overview too', async () => {
  picture.commit({ kind: 'changes', at: 2, tasks: [aTask({ id: 't1', of: 'web', state: 'starting' })] });
  const bytes: Record<string, number> = {};
  for (const topic of ['cluster', `service/${aServiceId('web')}`]) {
    const socket = browser();
    const first = next<Frame>(socket, 'frame');
    socket.emit('subscribe', topic, null);
    await first;
    socket.io.engine.on('packet', ({ data }) => {
      if (String(data).startsWith('2["frame"')) bytes[topic] = String(data).length;
    });
  }
  const frames = sockets.map((socket) => next<Frame>(socket, 'frame'));
  picture.commit({ kind: 'changes', at: 3, tasks: [aTask({ id: 't1', of: 'web', version: 2, state: 'running' })] });
  published.moved();
  await Promise.all(frames);
  expect(Object.keys(bytes)).toHaveLength(2);
  for (const count of Object.values(bytes)) expect(count).toBeLessThan(600);
});

/** As in a browser; here an attachment is a Buffer. */
const read = (packed: Buffer | string) => unpacked(typeof packed === 'string' ? packed : new Uint8Array(packed));

test('a large frame travels deflated, to one as bytes and to a room as text, and is what it would have been', async () => {
  const nodes = (version: number) => Array.from({ length: 200 }, (_, index) => aNode({ id: `n${index}x`, version }));
  picture.commit({ kind: 'list', at: 2, nodes: nodes(2) });
  published.moved();
  const socket = browser();
  const first = next<Buffer>(socket, 'packed');
  socket.emit('subscribe', 'cluster', null);
  const bytes = await first;
  const replica = new TopicReplica();
  expect(replica.apply(await read(bytes))).toBe(true);
  expect(replica.nodes).toHaveLength(200);
  expect(bytes.length).toBeLessThan(JSON.stringify(nodes(2)).length / 4);
  const second = next<string>(socket, 'packed');
  picture.commit({ kind: 'changes', at: 3, nodes: nodes(3).map((node) => ({ ...node, labels: { zone: node.id } })) });
  published.moved();
  const text = await second;
  expect(text).toEqual(expect.any(String));
  expect(replica.apply(await read(text))).toBe(true);
  expect(replica.nodes.map(({ id, labels }) => labels.zone === id)).not.toContain(false);
});

test('[PRO-1] one that comes from another console says what it holds, and is sent only what differs', async () => {
  picture.commit({ kind: 'changes', at: 2, nodes: [aNode({ id: 'b' }), aNode({ id: 'c' })] });
  const elsewhere = new TopicReplica();
  elsewhere.apply({
    from: null,
    to: 77,
    token: 'another.77',
    nodes: { put: [aNode({ id: 'a' }), aNode({ id: 'b', hostname: 'was-b' }), aNode({ id: 'gone' })] },
    services: { put: [...picture.services.values()] },
  });
  const socket = browser();
  const frame = next<Frame>(socket, 'frame');
  socket.emit('subscribe', 'cluster', elsewhere.manifest());
  const answer = await frame;
  expect(answer.nodes?.put?.map(({ hostname }) => hostname)).toEqual(['b', 'c']);
  expect(answer.services?.put).toEqual([]);
  expect(elsewhere.apply(answer)).toBe(true);
  expect(elsewhere.nodes.map(({ hostname }) => hostname)).toEqual(['a', 'b', 'c']);
});

test('[PRO-8] the rows of a query come in blocks with its numbers, and follow what changes', async () => {
  const tasks = Array.from({ length: 120 }, (_, slot) => aTask({ id: `t${slot}x`, of: 'web', slot }));
  picture.commit({ kind: 'changes', at: 2, tasks });
  const socket = browser();
  const replicas = { 'tasks?state=running': new TopicReplica(), 'rows/1?state=running': new TopicReplica() };
  const take = (topic: string, frame: Frame) => replicas[topic as keyof typeof replicas].apply(frame);
  socket.on('frame', take);
  socket.on('packed', async (topic: string, packed: Buffer | string) => take(topic, await read(packed)));
  for (const topic of Object.keys(replicas)) socket.emit('subscribe', topic, null);
  const rows = (count: number) =>
    vi.waitFor(() => expect(replicas['rows/1?state=running'].tasks).toHaveLength(count), { timeout: 5000 });
  const numbers = (summary: object) =>
    vi.waitFor(() => expect(replicas['tasks?state=running'].summary).toMatchObject(summary), { timeout: 5000 });
  await rows(20);
  await numbers({ total: 120 });
  picture.commit({
    kind: 'changes',
    at: 3,
    tasks: [aTask({ id: 't0x', of: 'web', slot: 0, version: 2, state: 'failed' })],
  });
  published.moved();
  await rows(19);
  await numbers({ total: 119, states: { failed: 1 } });
});

test('a browser that returns with its token is sent only what it missed', async () => {
  const socket = browser();
  const first = next<Frame>(socket, 'frame');
  socket.emit('subscribe', 'cluster', null);
  const { token } = await first;
  socket.close();
  picture.commit({ kind: 'changes', at: 2, nodes: [aNode({ id: 'b' })] });
  const again = browser();
  const frame = next<Frame>(again, 'frame');
  again.emit('subscribe', 'cluster', token);
  expect(await frame).toMatchObject({ from: 1, nodes: { put: [{ hostname: 'b' }] } });
});

/** A browser's copy of the cluster, and how many frames it took. */
async function following(): Promise<{ socket: Socket; replica: TopicReplica; frames: () => number }> {
  const socket = browser();
  const replica = new TopicReplica();
  let frames = 0;
  let taken: Promise<unknown> = Promise.resolve();
  const take = (frame: Frame | Promise<Frame>) => {
    frames += 1;
    taken = taken.then(async () => replica.apply(await frame));
  };
  socket.on('frame', (_topic: string, frame: Frame) => take(frame));
  socket.on('packed', (_topic: string, packed: Buffer | string) => take(read(packed)));
  socket.emit('subscribe', 'cluster', null);
  await vi.waitFor(() => expect(replica.revision).not.toBeNull());
  return { socket, replica, frames: () => frames };
}

test('[PRO-3] one that stops reading is sent nothing more until it reads again, and then what differs', async () => {
  const [slow, quick] = [await following(), await following()];
  const versionOf = ({ replica }: typeof slow) => replica.node(aNodeId('a'))?.version;
  const { ws } = slow.socket.io.engine.transport as unknown as { ws: { pause(): void; resume(): void } };
  ws.pause();
  const changes = 25;
  for (let version = 2; version <= changes; version++) {
    const labels = { noise: randomBytes(600_000).toString('base64') };
    picture.commit({ kind: 'changes', at: version, nodes: [aNode({ id: 'a', version, labels })] });
    published.moved();
    await vi.waitFor(() => expect(versionOf(quick)).toBe(version), { interval: 5, timeout: 10_000 });
  }
  const sent = slow.frames();
  ws.resume();
  await vi.waitFor(() => expect(versionOf(slow)).toBe(changes), { timeout: 20_000 });
  expect(quick.frames()).toBeGreaterThanOrEqual(changes);
  expect(sent).toBeLessThan(3);
  // The frames in the kernel's buffers, and the difference.
  expect(slow.frames()).toBeLessThan(changes / 2);
}, 60_000);

test('[PRO-9] one that reads nothing is hung up on when more waits for it than fits, though it asks for nothing', async () => {
  const [deaf, quick] = [await following(), await following()];
  const gone = next(deaf.socket, 'disconnect');
  const { ws } = deaf.socket.io.engine.transport as unknown as { ws: { pause(): void; resume(): void } };
  ws.pause();
  let since = 0;
  quick.socket.on('status', (message: StatusMessage) => {
    since = message.status.since;
  });
  /** A status goes to everybody at once and waits for no client. */
  const publishStatus = async (change: number, endpoint: string) => {
    status = { ...status, since: change, endpoint };
    published.moved();
    await vi.waitFor(() => expect(since).toBe(change), { interval: 1, timeout: 10_000 });
  };
  // The kernel's buffers take the first megabytes.
  for (let change = 1; change <= 40; change++) await publishStatus(change, 'x'.repeat(600_000));
  for (let change = 41; change <= 340; change++) await publishStatus(change, 'm1');
  await vi.waitFor(() => expect(gateway.browsers).toBe(1), { timeout: 20_000 });
  ws.resume();
  await gone;
  expect(quick.socket.connected).toBe(true);
}, 60_000);

test('[PRO-9] one that asks for whole topics again and again without reading any is hung up on', async () => {
  const [greedy, quick] = [await following(), await following()];
  const gone = next(greedy.socket, 'disconnect');
  const labels = { noise: randomBytes(300_000).toString('base64') };
  picture.commit({ kind: 'changes', at: 2, nodes: [aNode({ id: 'a', version: 2, labels })] });
  const { ws } = greedy.socket.io.engine.transport as unknown as { ws: { pause(): void; resume(): void } };
  ws.pause();
  for (let asked = 0; asked < 400; asked++) greedy.socket.emit('subscribe', 'cluster', null);
  await vi.waitFor(() => expect(gateway.browsers).toBe(1), { timeout: 10_000 });
  ws.resume();
  await gone;
  expect(quick.socket.connected).toBe(true);
}, 30_000);

test('[PRO-9] more queries than a console keeps are refused, and say so', async () => {
  const all = Array.from({ length: 11 }, (_, n) => browser({ cookie: `session s${n} of u${n}` }));
  const refused = new Set<string>();
  for (const [n, socket] of all.entries()) {
    socket.on('refused', (topic: string) => refused.add(topic));
    await next(socket, 'hello');
    for (let index = 0; index < 20; index++) socket.emit('subscribe', `tasks?q=word${n}x${index}`, null);
  }
  await vi.waitFor(() => expect(refused.size).toBe(20));
});

test('words that are no topic get no answer and do no harm', async () => {
  const socket = browser();
  await next(socket, 'status');
  socket.emit('subscribe', '../secret', null);
  socket.emit('subscribe', { evil: true }, 5);
  socket.emit('subscribe', 'tasks?state=running&state=running', null);
  socket.emit('subscribe', 'rows/-1?', null);
  socket.emit('cell', { evil: true });
  const frame = next<Frame>(socket, 'frame');
  socket.emit('subscribe', 'cluster', { not: 5 });
  expect((await frame).from).toBeNull();
});

test('a session that ends takes its sockets with it', async () => {
  const socket = browser();
  await next(socket, 'status');
  const gone = next(socket, 'disconnect');
  published.ended(vera.sessionId);
  await gone;
  expect(socket.connected).toBe(false);
});

test.each([
  ['ended on another console', null],
  ['belongs to a person whose role was changed on another console', { ...vera, role: 'operator' as const }],
])('a session that %s has its sockets closed at once', async (_, now) => {
  const socket = browser();
  await next(socket, 'status');
  const gone = next(socket, 'disconnect');
  worth = now;
  published.elsewhere.session(vera.sessionId);
  await gone;
  expect(socket.connected).toBe(false);
});

test('all sessions are looked at again when news of them may have been lost', async () => {
  const socket = browser();
  await next(socket, 'status');
  const gone = next(socket, 'disconnect');
  worth = null;
  published.elsewhere.missed();
  await gone;
});

test('news of a session that is as good as before closes nothing', async () => {
  const socket = browser();
  await next(socket, 'status');
  published.elsewhere.session(vera.sessionId);
  const frame = next<Frame>(socket, 'frame');
  socket.emit('subscribe', 'cluster', null);
  expect((await frame).from).toBeNull();
  expect(socket.connected).toBe(true);
});

function personOf(headers: Headers) {
  const cookie = headers.get('cookie');
  if (cookie === 'good') return vera;
  const [, session, user] = /^session (\w+) of (\w+)$/.exec(cookie ?? '') ?? [];
  return session && user ? { ...vera, sessionId: session as SessionId, userId: user as UserId } : null;
}
