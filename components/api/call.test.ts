import { afterEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { defineContract } from '#lib/contract/contract';
import { listPeople } from '#lib/contract/people';
import { signIn } from '#lib/contract/session';
import { nothing } from '#lib/contract/shapes';
import { isFault } from '#lib/domain/fault';
import { call } from './call';

const rename = defineContract({
  id: 'test.rename',
  method: 'POST',
  path: '/api/v1/nodes/{nodeId}/rename',
  permission: 'public',
  params: z.object({ nodeId: z.string() }),
  query: z.object({ dry: z.coerce.boolean().optional(), by: z.string().default('x') }).strict(),
  body: z.object({ name: z.string() }).strict(),
  response: z.object({ done: z.boolean() }),
  status: 200,
  faults: [],
});
const quiet = defineContract({
  ...rename,
  params: nothing,
  query: nothing,
  body: nothing,
  path: '/api/v1/quiet',
  status: 204,
  response: z.undefined(),
});

const answers = (make: () => Response | Promise<Response>) =>
  vi.stubGlobal(
    'fetch',
    vi.fn(async () => make()),
  );
const thrownBy = (request: Promise<unknown>) =>
  request.then(
    () => null,
    (error: unknown) => error,
  );

afterEach(() => void vi.unstubAllGlobals());

test('a path parameter is filled in and escaped, the query keeps only what was given', async () => {
  answers(() => Response.json({ done: true }));
  await expect(
    call(rename, { params: { nodeId: 'a/b' }, query: { dry: undefined, by: 'me & you' }, body: { name: 'n' } }),
  ).resolves.toEqual({ done: true });
  const [address, options] = vi.mocked(fetch).mock.calls[0] ?? [];
  expect(address).toBe('/api/v1/nodes/a%2Fb/rename?by=me+%26+you');
  expect(options).toMatchObject({ method: 'POST', body: '{"name":"n"}' });
});

test('an answer without a body is undefined', async () => {
  answers(() => new Response(null, { status: 204 }));
  await expect(call(quiet, {})).resolves.toBeUndefined();
});

test('a problem comes back as the fault that the route threw', async () => {
  answers(() => Response.json({ code: 'too_many_attempts', params: { seconds: 9 }, engineText: 'x' }, { status: 429 }));
  const error = await thrownBy(call(signIn, { body: { email: 'a@b', password: 'p' } }));
  expect(isFault(error, 'too_many_attempts')).toBe(true);
  expect(error).toMatchObject({ params: { seconds: 9 }, engineText: 'x' });
});

test.each([
  ['no answer at all', () => Promise.reject(new TypeError('Failed to fetch'))],
  ['the page of a proxy', () => new Response('<h1>Bad gateway</h1>', { status: 502 })],
  ['a good status with something else than JSON', () => new Response('<h1>Sign in to the Wi-Fi</h1>')],
])('%s is told as the console being out of reach', async (_, make) => {
  answers(make);
  expect(isFault(await thrownBy(call(listPeople, {})), 'console_unreachable')).toBe(true);
});

test('an asked-for abort is not a fault', async () => {
  const gone = AbortSignal.abort(new DOMException('left the page', 'AbortError'));
  answers(() => Promise.reject(gone.reason));
  expect(await thrownBy(call(listPeople, {}, gone))).toBe(gone.reason);
});

test('what a contract needs must be given', () => {
  answers(() => Response.json({}));
  // @ts-expect-error the body is needed
  void call(signIn, {}).catch(() => undefined);
  // @ts-expect-error the path parameter is needed
  void call(rename, { body: { name: 'n' } }).catch(() => undefined);
});
