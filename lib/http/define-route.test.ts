import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { defineContract } from '#lib/contract/contract';
import { nothing } from '#lib/contract/shapes';
import type { SessionPrincipal } from '#lib/domain/access/principal';
import { Fault } from '#lib/domain/fault';
import type { SessionId, UserId } from '#lib/domain/ids';
import { definePublicRoute, defineRoute, type Route } from './define-route';
import { BODY_LIMIT_BYTES } from './read-body';
import { forgetPorts, keptLog, providePorts } from './testing/ports';

const rename = defineContract({
  id: 'test.rename',
  method: 'POST',
  path: '/api/v1/things/{thingId}',
  permission: 'service:scale',
  params: z.object({ thingId: z.string().max(5) }),
  query: z.object({ dry: z.coerce.boolean().default(false) }).strict(),
  body: z.object({ name: z.string().min(1), size: z.object({ cm: z.int() }).optional() }).strict(),
  response: z.object({ name: z.string() }),
  status: 200,
  faults: ['stale_version', 'too_many_attempts'],
});
const look = defineContract({
  ...rename,
  method: 'GET',
  permission: 'public',
  body: nothing,
  query: nothing,
});

let principal: SessionPrincipal | null;
const log = keptLog();
const HOST = 'console.test:3000';

beforeEach(() => {
  principal = {
    kind: 'session',
    userId: 'u1' as UserId,
    sessionId: 's1' as SessionId,
    name: 'Otto',
    email: 'otto@example.org',
    role: 'operator',
  };
  log.lines.length = 0;
  provideFor(null);
});
afterEach(forgetPorts);

const provideFor = (baseUrl: string | null, strict = true) =>
  providePorts({
    log,
    settings: { baseUrl, endpoints: [], version: 'test', strict, containerId: null },
    sessions: { principalOf: async () => principal } as never,
  });

interface Sent {
  headers?: Record<string, string>;
  body?: string;
  query?: string;
  thingId?: string;
}
const send = (route: Route, { headers = {}, body = '{"name":"new"}', query = '', thingId = 't1' }: Sent = {}) =>
  route(
    new Request(`http://${HOST}/api/v1/things/${thingId}${query}`, {
      method: route.contract.method,
      headers: { host: HOST, 'content-type': 'application/json', ...headers },
      ...(route.contract.method === 'GET' ? {} : { body }),
    }),
    { params: Promise.resolve({ thingId }) },
  );

const echo = defineRoute(rename, async ({ body }) => ({ name: body.name }));
const problem = async (response: Promise<Response>) => {
  const answer = await response;
  return { status: answer.status, ...((await answer.json()) as { code: string; params: object; errors?: object[] }) };
};

test('a good request is answered as the contract says and is stored nowhere', async () => {
  const answer = await send(echo);
  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual({ name: 'new' });
  expect(answer.headers.get('cache-control')).toBe('no-store');
});

test('an action gets what was sent, parsed, and who sent it', async () => {
  let seen: unknown;
  const route = defineRoute(rename, async ({ params, query, body, principal: who, request }) => {
    seen = { params, query, body, role: who.role, client: request.client, origin: request.origin };
    return { name: 'x' };
  });
  await send(route, { query: '?dry=1', headers: { 'x-client-ip': '10.1.2.3', 'user-agent': 'curl' } });
  expect(seen).toEqual({
    params: { thingId: 't1' },
    query: { dry: true },
    body: { name: 'new' },
    role: 'operator',
    client: { address: '10.1.2.3', userAgent: 'curl' },
    origin: `http://${HOST}`,
  });
});

test('fields that the contract does not name do not leave the house', async () => {
  const route = defineRoute(rename, async () => ({ name: 'x', password: 'secret' }));
  expect(await (await send(route)).json()).toEqual({ name: 'x' });
});

test('an answer that does not fit its contract is a mistake of ours, and the log says which', async () => {
  const route = defineRoute(rename, async () => ({ nam: 'x' }) as never);
  expect(await problem(send(route))).toMatchObject({ status: 500, code: 'internal' });
  expect(JSON.stringify(log.lines[0]?.fields)).toContain('test.rename');
});

test('what goes wrong unexpectedly is told by a reference that the log has too, and by nothing else', async () => {
  const route = defineRoute(rename, async () => {
    throw new Error('postgres://user:hunter2@db is away');
  });
  const answer = await problem(send(route));
  expect(JSON.stringify(answer)).not.toContain('hunter2');
  expect(log.lines[0]?.fields).toMatchObject({ reference: (answer.params as { reference: string }).reference });
});

test('a fault of another copy of the module is told as what it is', async () => {
  const foreign = Object.assign(new Error('stale_version'), {
    name: 'Fault',
    code: 'stale_version',
    params: {},
    engineText: 'update out of sequence',
  });
  const route = defineRoute(rename, async () => Promise.reject(foreign));
  const answer = await send(route);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(await answer.json()).toEqual({
    type: 'urn:swarmdeck:fault:stale_version',
    title: 'Stale version',
    status: 409,
    code: 'stale_version',
    params: {},
    engineText: 'update out of sequence',
  });
});

test('a fault that the contract does not declare fails under test, and is answered as it is to people', async () => {
  const route = defineRoute(rename, async () => Promise.reject(new Fault('in_use', { kind: 'secret' })));
  expect(await problem(send(route))).toMatchObject({ status: 500, code: 'internal' });
  provideFor(null, false);
  expect(await problem(send(route))).toMatchObject({ status: 409, code: 'in_use' });
  expect(log.lines.at(-1)).toMatchObject({ level: 'error', fields: { route: 'test.rename', code: 'in_use' } });
});

test('who tried too often is told when to come back', async () => {
  const route = defineRoute(rename, async () => Promise.reject(new Fault('too_many_attempts', { seconds: 12.2 })));
  const answer = await send(route);
  expect(answer.status).toBe(429);
  expect(answer.headers.get('retry-after')).toBe('13');
});

test('who has too much under way is refused before anything of the request is done, and told to come back soon', async () => {
  const busy = async () => Promise.reject(new Fault('too_many_requests', { limit: 16 }));
  const limits = { request: vi.fn(busy), stream: () => () => undefined };
  providePorts({ log, sessions: { principalOf: async () => principal } as never, limits });
  const run = vi.fn(async () => ({ name: 'x' }));
  const answer = await send(defineRoute(rename, run));
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '1']);
  expect(limits.request).toHaveBeenCalledWith(
    expect.objectContaining({ userId: 'u1' }),
    expect.anything(),
    expect.anything(),
  );
  expect(run).not.toHaveBeenCalled();
});

test('cookies are set each in a header of its own', async () => {
  const route = defineRoute(rename, async ({ request }) => {
    request.setCookies(['a=1; Path=/', 'b=2; Path=/']);
    return { name: 'x' };
  });
  expect((await send(route)).headers.getSetCookie()).toEqual(['a=1; Path=/', 'b=2; Path=/']);
});

describe('who may not', () => {
  test('nobody is told to sign in, before anything of the input is looked at', async () => {
    principal = null;
    expect(await problem(send(echo, { body: 'nonsense', thingId: 'far-too-long' }))).toMatchObject({
      status: 401,
      code: 'not_signed_in',
    });
  });

  test('a viewer is told which role may', async () => {
    if (principal) principal.role = 'viewer';
    expect(await problem(send(echo, { body: 'nonsense' }))).toMatchObject({
      status: 403,
      code: 'not_allowed',
      params: { verb: 'service:scale', role: 'viewer', needed: 'operator' },
    });
  });

  test('a public route knows who is signed in, if anybody is', async () => {
    const route = definePublicRoute(look, async ({ principal: who }) => ({ name: who?.name ?? 'nobody' }));
    expect(await (await send(route)).json()).toEqual({ name: 'Otto' });
    principal = null;
    expect(await (await send(route)).json()).toEqual({ name: 'nobody' });
  });

  test('a public route is never declared by mistake', () => {
    expect(() => defineRoute(look, async () => ({ name: '' }))).toThrow('definePublicRoute');
    expect(() => definePublicRoute(rename, async () => ({ name: '' }))).toThrow('defineRoute');
  });
});

describe('input', () => {
  test.each([
    ['a missing field', { body: '{}' }, { path: 'name', reason: 'invalid_type' }],
    ['a field within a field', { body: '{"name":"n","size":{"cm":1.5}}' }, { path: 'size.cm', reason: 'invalid_type' }],
    ['a field that nobody knows', { body: '{"name":"n","admin":true}' }, { path: 'body', reason: 'unrecognized_keys' }],
    ['a path parameter', { thingId: 'far-too-long' }, { path: 'thingId', reason: 'too_big' }],
    ['a query parameter that nobody knows', { query: '?wet=1' }, { path: 'query', reason: 'unrecognized_keys' }],
    ['no JSON', { body: '{"name":' }, { path: 'body', reason: 'not_json' }],
    ['a form', { body: 'name=x', headers: { 'content-type': 'text/plain' } }, { path: 'body', reason: 'not_json' }],
    ['too deep', { body: `{"name":${'['.repeat(5000)}${']'.repeat(5000)}}` }, { path: 'body', reason: 'too_deep' }],
  ])('%s is refused, and the answer says which', async (_, sent, error) => {
    expect(await problem(send(echo, sent))).toMatchObject({ status: 400, code: 'invalid_input', errors: [error] });
  });

  test('too much is refused as such', async () => {
    const sent = { body: `{"name":"${'x'.repeat(BODY_LIMIT_BYTES)}"}` };
    expect(await problem(send(echo, sent))).toMatchObject({ status: 413, code: 'too_large', params: { limit: 256 } });
  });

  test('nothing at all is refused where it is not called JSON: any page can send that without asking first', async () => {
    const remove = defineRoute({ ...rename, body: nothing }, async () => ({ name: 'gone' }));
    const bare = { origin: `http://${HOST}`, host: HOST };
    const answer = (headers: Record<string, string>) =>
      remove(new Request(`http://${HOST}/`, { method: 'POST', headers: { ...bare, ...headers } }), {
        params: Promise.resolve({ thingId: 't1' }),
      });
    expect(await problem(answer({}))).toMatchObject({ status: 400, errors: [{ path: 'body', reason: 'not_json' }] });
    expect((await answer({ 'content-type': 'application/json' })).status).toBe(200);
  });

  test('who hangs up in the middle of it made no mistake of ours', async () => {
    const broken = new ReadableStream<Uint8Array>({ pull: (stream) => stream.error(new Error('aborted')) });
    const request = new Request('http://console.test/', {
      method: 'POST',
      headers: { origin: 'http://console.test', host: 'console.test', 'content-type': 'application/json' },
      body: broken,
      duplex: 'half',
    } as RequestInit);
    const answer = await echo(request, { params: Promise.resolve({ thingId: 'a' }) });
    expect(await answer.json()).toMatchObject({ status: 400, errors: [{ path: 'body', reason: 'cut_off' }] });
  });

  test('more than was declared is counted as it comes', async () => {
    const endless = new ReadableStream<Uint8Array>({
      pull: (stream) => stream.enqueue(new Uint8Array(64 * 1024).fill(32)),
    });
    const headers = { 'content-type': 'application/json' };
    const init = { method: 'POST', headers, body: endless, duplex: 'half' } as RequestInit;
    const answer = echo(new Request(`http://${HOST}/`, init), { params: Promise.resolve({ thingId: 't1' }) });
    expect(await problem(answer)).toMatchObject({ status: 413 });
  });
});

describe('the page that asks', () => {
  const from = (headers: Record<string, string>) => send(echo, { headers }).then(({ status }) => status);
  const cookie = 'swarmdeck.session_token=x';

  test.each([
    ['our own page', { origin: `http://${HOST}`, cookie }],
    [
      'our own page behind a trusted proxy that ends TLS',
      { origin: `https://${HOST}`, 'x-client-scheme': 'https', cookie },
    ],
    [
      'our own page behind a proxy that names the default port',
      { origin: 'https://console.test', host: 'console.test:443', 'x-client-scheme': 'https', cookie },
    ],
    ['a browser that vouches for it', { 'sec-fetch-site': 'same-origin', cookie }],
    ['a program without cookies', {}],
  ])('%s may', async (_, headers) => expect(await from(headers)).toBe(200));

  test.each([
    ['a foreign page', { origin: 'https://evil.example', cookie }],
    ['a foreign page on our host at another port', { origin: 'http://console.test:4000', cookie }],
    ['a page on our host by another scheme', { origin: `https://${HOST}`, cookie }],
    ['the same the other way round', { origin: `http://${HOST}`, 'x-client-scheme': 'https', cookie }],
    ['a page in a sandbox', { origin: 'null', cookie }],
    ['a foreign page, even without cookies', { origin: 'https://evil.example' }],
    ['a neighbour of the same site', { 'sec-fetch-site': 'same-site', cookie }],
    ['something with cookies that says nothing of where it comes from', { cookie }],
  ])('%s may not', async (_, headers) => {
    expect(await problem(send(echo, { headers }))).toMatchObject({ status: 403, code: 'foreign_origin' });
  });

  test('BASE_URL is ours, whatever Host a proxy writes', async () => {
    provideFor('https://swarm.example.org');
    expect(await from({ origin: 'https://swarm.example.org', host: '10.0.0.7:3000', cookie })).toBe(200);
    expect(await from({ origin: 'http://swarm.example.org', host: '10.0.0.7:3000', cookie })).toBe(403);
    // Where nobody tells that the proxy in front speaks https, BASE_URL does.
    expect(await from({ origin: 'http://swarm.example.org', host: 'swarm.example.org', cookie })).toBe(403);
    expect(await from({ origin: 'http://10.0.0.7:3000', host: '10.0.0.7:3000', cookie })).toBe(200);
  });

  test('links that are handed out carry BASE_URL', async () => {
    provideFor('https://swarm.example.org/');
    const route = defineRoute(rename, async ({ request }) => ({ name: request.origin }));
    expect(await (await send(route)).json()).toEqual({ name: 'https://swarm.example.org' });
  });
});
