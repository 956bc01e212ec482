import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import type { Contract } from '#lib/contract/contract';
import type { Principal } from '#lib/domain/access/principal';
import type { SessionId, UserId } from '#lib/domain/ids';
import { aServiceId, aTaskId } from '#lib/domain/testing/builders';
import { forgetPorts, providePorts } from '#lib/http/testing/ports';
import type { Container } from '#lib/ports/container';
import type { StreamKind } from '#lib/ports/request-limits';
import { requestLimits } from './request-limits';

afterEach(forgetPorts);

const session = (user: string, id = 's1') =>
  ({ kind: 'session', userId: user as UserId, sessionId: id as SessionId, role: 'admin' }) as Principal;
const token = (user: string, id: string) => ({ kind: 'token', userId: user as UserId, tokenId: id }) as Principal;

/** Ann's requests from three windows, open until the test ends them. */
function underWay(limits: ReturnType<typeof requestLimits>, count: number) {
  const ends: (() => void)[] = [];
  const work = () => new Promise<void>((end) => void ends.push(end));
  const all = Array.from({ length: count }, (_, index) => limits.request(session('ann', `s${index % 3}`), work));
  const end = async () => {
    for (let ended = 0; ended < count; ended += 1) {
      await vi.waitFor(() => expect(ends.length).toBeGreaterThan(ended));
      ends[ended]?.();
    }
    await Promise.all(all);
  };
  return { ends, end };
}

test('sixteen requests of a person are at work, in whichever windows, and none of them holds up another person', async () => {
  const limits = requestLimits();
  const { ends, end } = underWay(limits, 40);
  expect(ends).toHaveLength(16);
  await expect(limits.request(session('bob'), async () => 'done')).resolves.toBe('done');
  await end();
});

test('who has a hundred waiting beside them is refused the next', async () => {
  const limits = requestLimits();
  const { end } = underWay(limits, 116);
  await expect(limits.request(session('ann'), async () => 'done')).rejects.toMatchObject({ code: 'too_many_requests' });
  await end();
});

const MOST: [StreamKind, number][] = [
  ['log', 20],
  ['log-read', 2],
  ['log-file', 1],
  ['export', 1],
];

test.each(MOST)('of answers that go on, a person has of the kind %s no more than %i', (kind, most) => {
  const limits = requestLimits();
  const held = Array.from({ length: most }, () => limits.stream(kind, session('ann')));
  expect(() => limits.stream(kind, session('ann', 's2'))).toThrow('too_many_requests');
  expect(() => limits.stream(kind, session('bob'))).not.toThrow();
  held[0]?.();
  expect(() => limits.stream(kind, session('ann'))).not.toThrow();
});

test('all tokens of a person share what their owner’s tokens have, apart from the owner’s own windows', () => {
  const limits = requestLimits();
  limits.stream('export', token('ann', 't1'));
  expect(() => limits.stream('export', token('ann', 't2'))).toThrow('too_many_requests');
  expect(() => limits.stream('export', session('ann'))).not.toThrow();
});

interface Loaded {
  contract: Contract;
  (request: Request, context: object): Promise<Response>;
}
const ROOT = resolve(import.meta.dirname, '../..');
const files = readdirSync(resolve(ROOT, 'app/api'), { recursive: true, encoding: 'utf8' });
const routeAt = async (path: string): Promise<Loaded> => {
  const file = files.find((each) => each === `${path}/route.ts`) ?? path;
  return ((await import(resolve(ROOT, 'app/api', file))) as { GET: Loaded }).GET;
};

test.each([
  ['log', 'v1/services/[serviceId]/logs', '?follow=true'],
  ['log-read', 'v1/tasks/[taskId]/logs', '?follow=false'],
  ['log-file', 'v1/services/[serviceId]/logs', '?as=text'],
  ['export', 'v1/audit/export', '?format=csv'],
])('a route whose answer goes on takes its share: %s', async (kind, path, query) => {
  const stream = vi.fn(requestLimits().stream);
  const by = session('ann');
  providePorts({
    sessions: { principalOf: async () => by } as unknown as Container['sessions'],
    limits: { request: (_by, work) => work(), stream },
  });
  const [, most] = MOST.find(([name]) => name === kind) as [StreamKind, number];
  for (let index = 0; index < most; index++) stream(kind as StreamKind, by);
  const params = { serviceId: aServiceId('web'), taskId: aTaskId('t') };
  const answer = await (await routeAt(path))(new Request(`http://console.test/api${query}`), {
    params: Promise.resolve(Object.fromEntries(Object.entries(params).filter(([name]) => path.includes(name)))),
  });
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '1']);
});
