import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { LogMessage } from '#lib/contract/log-stream';
import { timeAt } from '#lib/domain/log/testing/frames';
import { LogStore, MOST_ROWS, MOST_WAITING } from './log-store';

const line = (ms: number, text = `line ${ms}`, task = 't1'): LogMessage => ({
  kind: 'line',
  task,
  node: 'n1',
  channel: 'stdout',
  at: timeAt(ms),
  text,
});

let requests: URL[] = [];
let streams: ReadableStreamDefaultController<Uint8Array>[] = [];
let answer: (index: number) => Response | null = () => null;

const send = async (...messages: LogMessage[]) => {
  streams.at(-1)?.enqueue(new TextEncoder().encode(messages.map((each) => `${JSON.stringify(each)}\n`).join('')));
  await vi.advanceTimersByTimeAsync(100);
};

beforeEach(() => {
  vi.useFakeTimers();
  [requests, streams, answer] = [[], [], () => null];
  vi.stubGlobal('fetch', async (address: string, { signal }: RequestInit) => {
    requests.push(new URL(address, 'http://console.test'));
    const response = answer(requests.length);
    if (response) return response;
    const body = new ReadableStream<Uint8Array>({ start: (controller) => void streams.push(controller) });
    const own = streams.at(-1);
    signal?.addEventListener('abort', () => own?.error(new Error('aborted')));
    return new Response(body);
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function started(): Promise<{ store: LogStore; texts: () => string[]; stop: () => void }> {
  const store = new LogStore();
  const stop = store.start({ address: '/logs', tail: 500, since: null });
  await vi.advanceTimersByTimeAsync(0);
  const texts = () => store.picture().rows.map((row) => (row.kind === 'line' ? row.plain : `${row.count} missing`));
  return { store, texts, stop };
}

test('lines stand in order of time, whenever they come', async () => {
  const { texts, stop } = await started();
  await send(line(1), line(3), { kind: 'caught-up', left: 0 });
  await send(line(2, 'late', 't2'), line(4));
  expect(texts()).toEqual(['line 1', 'late', 'line 3', 'line 4']);
  stop();
});

test('older lines go before the newest, which came first, and are no news', async () => {
  const { store, texts, stop } = await started();
  expect(requests[0]?.searchParams.get('first')).toBe('newest');
  await send(line(8), line(9));
  await send(line(4), line(5, 'a'), line(5, 'b'));
  await send(line(1));
  await send({ kind: 'caught-up', left: 7 });
  expect(texts()).toEqual(['line 1', 'line 4', 'a', 'b', 'line 8', 'line 9']);
  expect(store.picture()).toMatchObject({ fresh: 0, left: 7, phase: 'following' });
  await send(line(10));
  expect(store.picture().fresh).toBe(1);
  stop();
});

test('after a break before all of the past was there it asks for all of it again', async () => {
  const { texts, stop } = await started();
  await send(line(60_000), line(60_001));
  streams.at(-1)?.error(new Error('gone'));
  await vi.advanceTimersByTimeAsync(700);
  expect([...(requests.at(-1)?.searchParams.keys() ?? [])]).not.toContain('since');
  await send(line(60_000), line(60_001));
  await send(line(1), { kind: 'caught-up', left: 0 });
  expect(texts()).toEqual(['line 1', 'line 60000', 'line 60001']);
  stop();
});

test('the first lines are shown at once', async () => {
  const { texts, stop } = await started();
  streams.at(-1)?.enqueue(new TextEncoder().encode(`${JSON.stringify(line(1))}\n`));
  await vi.advanceTimersByTimeAsync(0);
  expect(texts()).toEqual(['line 1']);
  stop();
});

test('after a break it asks from before the last line on, and shows nothing twice', async () => {
  const { store, texts, stop } = await started();
  await send(line(60_000), line(60_001), { kind: 'caught-up', left: 0 });
  streams.at(-1)?.error(new Error('gone'));
  await vi.advanceTimersByTimeAsync(100);
  expect(store.picture().phase).toBe('reconnecting');
  await vi.advanceTimersByTimeAsync(600);
  expect(requests.at(-1)?.searchParams.get('since')).toBe('2026-11-21T00:00:00.001Z');
  await send(line(60_001), line(60_002), { kind: 'caught-up', left: 0 });
  expect(texts()).toEqual(['line 60000', 'line 60001', 'line 60002']);
  expect(store.picture().phase).toBe('following');
  stop();
});

test('a refusal ends it and is told', async () => {
  answer = () =>
    Response.json({ code: 'not_allowed', params: { verb: 'logs:read' }, engineText: null }, { status: 403 });
  const { store } = await started();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(store.picture()).toMatchObject({ phase: 'ended', fault: { code: 'not_allowed' } });
  expect(requests).toHaveLength(1);
});

test('what comes while paused waits, the newest of it; what was lost is told in its place', async () => {
  const { store, texts, stop } = await started();
  await send(line(1));
  store.pause(true);
  await send(...Array.from({ length: MOST_WAITING + 3 }, (_, index) => line(10 + index)));
  expect(texts()).toEqual(['line 1']);
  expect(store.picture()).toMatchObject({ waiting: MOST_WAITING, waitingLost: 3 });
  store.pause(false);
  expect(texts().slice(0, 3)).toEqual(['line 1', '3 missing', 'line 13']);
  expect(store.picture()).toMatchObject({ waiting: 0, waitingLost: 0 });
  stop();
});

test('the newest lines are kept, and the number of those that went is told', async () => {
  const { store, texts, stop } = await started();
  await send(...Array.from({ length: MOST_ROWS + 5 }, (_, index) => line(index)));
  expect(texts()).toHaveLength(MOST_ROWS);
  expect(texts()[0]).toBe('line 5');
  expect(store.picture().dropped).toBe(5);
  stop();
});

test('a connection that died without a word is found out', async () => {
  const { store, stop } = await started();
  await send(line(1), { kind: 'caught-up', left: 0 });
  await vi.advanceTimersByTimeAsync(41_000);
  expect(store.picture().phase).toBe('reconnecting');
  stop();
});
