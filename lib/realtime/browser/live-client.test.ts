import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { deflateRawSync } from 'node:zlib';
import { Server, type Socket } from 'socket.io';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { aNode } from '#lib/domain/testing/builders';
import type { Frame } from '#lib/live/protocol/frame';
import { LiveClient } from './live-client';

const SOON = { timeout: 8000, interval: 10 };

/** A console scripted by the test, over a real socket. */
class Console {
  readonly #http: HttpServer = createServer();
  readonly #io = new Server(this.#http, { path: '/live', transports: ['websocket'] });
  sockets: Socket[] = [];
  /** Every `subscribe` in order: the topic and what the browser holds. */
  subscribed: [topic: string, holds: unknown][] = [];
  refuses: string | null = null;

  constructor(readonly name: string) {
    this.#io.use((_, next) => next(this.refuses === null ? undefined : new Error(this.refuses)));
    this.#io.on('connection', (socket) => {
      this.sockets.push(socket);
      socket.on('subscribe', (topic: string, holds: unknown) => this.subscribed.push([topic, holds]));
      socket.on('cell', (_: number, answer: (task: null) => void) => answer(null));
      socket.emit('hello', this.name);
    });
  }

  async listen(port = 0): Promise<number> {
    await new Promise<void>((ready) => this.#http.listen(port, '127.0.0.1', ready));
    return (this.#http.address() as AddressInfo).port;
  }

  get socket(): Socket {
    return this.sockets.at(-1) as Socket;
  }

  end = () => this.#io.close();
}

const frame = (from: number | null, to: number, ...hosts: string[]): Frame => ({
  from,
  to,
  token: `one.${to}`,
  nodes: { put: hosts.map((id) => aNode({ id })) },
});
const packed = (whole: Frame): Buffer => deflateRawSync(JSON.stringify(whole));

let console: Console;
let port: number;
let clients: LiveClient[];

beforeEach(async () => {
  console = new Console('one');
  port = await console.listen();
  clients = [];
  vi.stubGlobal('window', globalThis);
  vi.stubGlobal('location', {
    protocol: 'http:',
    host: `127.0.0.1:${port}`,
    hostname: '127.0.0.1',
    port: String(port),
  });
});
afterEach(async () => {
  for (const client of clients) client.close();
  await console.end();
  vi.unstubAllGlobals();
});

async function following() {
  const client = new LiveClient(() => 'k'.repeat(43));
  clients.push(client);
  client.follow('cluster');
  await vi.waitFor(() => expect(console.subscribed).toHaveLength(1), SOON);
  const hosts = () => client.replica('cluster').nodes.map(({ hostname }) => hostname);
  return { client, hosts };
}

test('after a loss the last state stays, and the same console is asked for what differs by its token', async () => {
  const { client, hosts } = await following();
  expect(console.subscribed).toEqual([['cluster', null]]);
  console.socket.emit('frame', 'cluster', frame(null, 1, 'a'));
  await vi.waitFor(() => expect(hosts()).toEqual(['a']), SOON);
  console.socket.conn.close();
  await vi.waitFor(() => expect(client.connection().link).toBe('lost'), SOON);
  expect(hosts()).toEqual(['a']);
  await vi.waitFor(() => expect(console.subscribed.at(1)).toEqual(['cluster', 'one.1']), SOON);
  expect(client.connection().link).toBe('connected');
  console.socket.emit('frame', 'cluster', frame(1, 2, 'b'));
  await vi.waitFor(() => expect(hosts()).toEqual(['a', 'b']), SOON);
});

test('another console in its place is told what the browser holds, object by object', async () => {
  const { hosts } = await following();
  console.socket.emit('frame', 'cluster', frame(null, 1, 'a'));
  await vi.waitFor(() => expect(hosts()).toEqual(['a']), SOON);
  await console.end();
  console = new Console('two');
  await console.listen(port);
  await vi.waitFor(() => expect(console.subscribed).toHaveLength(1), SOON);
  expect(Object.keys(console.subscribed[0]?.[1] as object)).toEqual([aNode({ id: 'a' }).id]);
});

test('frames are applied in the order in which they came, also where one of them has to be unpacked', async () => {
  const { hosts } = await following();
  console.socket.emit('packed', 'cluster', packed(frame(null, 1, 'a')));
  console.socket.emit('frame', 'cluster', frame(1, 2, 'b'));
  console.socket.emit('packed', 'cluster', packed(frame(2, 3, 'c')).toString('base64'));
  console.socket.emit('frame', 'cluster', frame(3, 4, 'd'));
  await vi.waitFor(() => expect(hosts()).toEqual(['a', 'b', 'c', 'd']), SOON);
  expect(console.subscribed).toHaveLength(1);
});

test('however many frames do not follow on what is held, the whole is asked for once', async () => {
  const { client, hosts } = await following();
  console.socket.emit('frame', 'cluster', frame(null, 1, 'a'));
  for (const to of [8, 9, 10]) console.socket.emit('frame', 'cluster', frame(to - 1, to, 'x'));
  console.socket.emit('frame', 'cluster', frame(null, 11, 'b'));
  await vi.waitFor(() => expect(hosts()).toEqual(['b']), SOON);
  // Its answer comes after those of all earlier requests.
  await client.taskAt(0);
  expect(console.subscribed.slice(1)).toEqual([['cluster', null]]);
  console.socket.emit('frame', 'cluster', frame(20, 21, 'x'));
  await vi.waitFor(() => expect(console.subscribed).toHaveLength(3), SOON);
});

test('bytes that cannot be unpacked are asked for again, and hold up nothing', async () => {
  const { hosts } = await following();
  console.socket.emit('packed', 'cluster', Buffer.from('no such thing'));
  await vi.waitFor(() => expect(console.subscribed).toHaveLength(2), SOON);
  console.socket.emit('frame', 'cluster', frame(null, 1, 'a'));
  await vi.waitFor(() => expect(hosts()).toEqual(['a']), SOON);
});

test('a session that has ended is not asked for again', async () => {
  console.refuses = 'not_signed_in';
  const client = new LiveClient(() => 'k'.repeat(43));
  clients.push(client);
  await vi.waitFor(() => expect(client.connection().link).toBe('refused'), SOON);
});

test('a client that was closed while it waits to try again opens nothing', async () => {
  const [set, clear] = [vi.spyOn(globalThis, 'setTimeout'), vi.spyOn(globalThis, 'clearTimeout')];
  console.refuses = 'full';
  const client = new LiveClient(() => 'k'.repeat(43));
  const timers = () =>
    set.mock.results.filter((_, index) => set.mock.calls[index]?.[1] === 10_000).map(({ value }) => value);
  await vi.waitFor(() => expect(timers()).toHaveLength(1), SOON);
  client.close();
  expect(clear).toHaveBeenCalledWith(timers()[0]);
  vi.restoreAllMocks();
});
