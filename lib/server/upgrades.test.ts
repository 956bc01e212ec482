import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { takeUpgrades } from './upgrades';

let server: Server;
const live = createServer();
const open: Socket[] = [];

beforeEach(async () => {
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    response.end(`${request.method} ${request.url} [${body}] ${request.headers.upgrade ?? 'plain'}`);
  });
  takeUpgrades(server, {
    refusal: ({ headers }) => (headers.host === 'evil' ? '421 Misdirected Request' : null),
    live,
    pages: null,
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(async () => {
  live.removeAllListeners('upgrade');
  for (const socket of open.splice(0)) socket.destroy();
  server.close();
});

/** Everything that the server sends for these bytes until it closes the connection. */
async function answerTo(...pieces: string[]): Promise<string> {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  open.push(socket);
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk;
  });
  const closed = once(socket, 'close');
  for (const piece of pieces) {
    socket.write(piece);
    await new Promise((on) => setTimeout(on, 20));
  }
  await closed;
  return text;
}

const upgradeOf = (path: string, { host = 'own', upgrade = 'websocket', more = '' } = {}) =>
  `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: ${upgrade}\r\n${more}\r\n`;

test.each(['/nothing', '/healthz', '/_next/webpack-hmr', '/live', 'http://127.0.0.1:9999/x'])(
  'a WebSocket to %s is answered and ended',
  async (path) => {
    expect(await answerTo(upgradeOf(path))).toMatch(/^HTTP\/1\.1 404 Not Found\r\n/);
  },
);

test('one for another host is told so, and never reaches the live connection', async () => {
  live.on('upgrade', () => expect.unreachable());
  expect(await answerTo(upgradeOf('/live/', { host: 'evil' }))).toMatch(/^HTTP\/1\.1 421 Misdirected Request\r\n/);
});

test('one to the live connection is led there', async () => {
  live.on('upgrade', (_request, socket) => socket.end('taken'));
  expect(await answerTo(upgradeOf('/live/?EIO=4'))).toBe('taken');
});

test('an offer of HTTP/2 is passed over: curl --http2', async () => {
  const answer = await answerTo(
    upgradeOf('/healthz', { upgrade: 'h2c', more: 'HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA\r\n' }),
  );
  expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  expect(answer).toContain('GET /healthz [] plain');
});

test('so is one with a body, be it with the head or after it: Java', async () => {
  const head =
    'POST /api HTTP/1.1\r\nHost: own\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\nContent-Length: 6\r\n\r\n';
  expect(await answerTo(`${head}abcdef`)).toContain('POST /api [abcdef] plain');
  expect(await answerTo(head, 'abc', 'def')).toContain('POST /api [abcdef] plain');
});

test('one that is reset leaves the server standing', async () => {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  await once(socket, 'connect');
  live.on('upgrade', () => socket.resetAndDestroy());
  socket.write(upgradeOf('/live/?EIO=4'));
  await once(socket, 'close');
  expect(await answerTo(upgradeOf('/nothing'))).toContain('404');
});
