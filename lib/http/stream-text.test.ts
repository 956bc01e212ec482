import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { SessionPrincipal } from '#lib/domain/access/principal';
import type { Role } from '#lib/domain/access/roles';
import type { SessionId, UserId } from '#lib/domain/ids';
import type { Container } from '#lib/ports/container';
import { streamText, withinShare } from './stream-text';

const principal = (role: Role): SessionPrincipal => ({
  kind: 'session',
  userId: 'u1' as UserId,
  sessionId: 's1' as SessionId,
  name: 'Otto',
  email: 'otto@example.org',
  role,
});

let now: SessionPrincipal | null;
let endSession: (id: SessionId) => void;
let waiting: ((piece: string | null) => void)[];
let pulls: number;
let closed: number;
const leaving = () => new AbortController();

/** Pieces that the test releases. */
const pieces = {
  next: () => {
    pulls += 1;
    return new Promise<string | null>((resolve) => void waiting.push(resolve));
  },
  close: () => {
    closed += 1;
  },
};
const give = async (piece: string | null) => {
  await vi.advanceTimersByTimeAsync(0);
  waiting.shift()?.(piece);
};

function stream(signal: AbortSignal = leaving().signal) {
  const sessions = {
    principalBySession: async () => now,
    onSessionEnd: (listener: typeof endSession) => {
      endSession = listener;
      return () => undefined;
    },
  };
  return streamText(pieces, {
    principal: principal('operator'),
    verb: 'logs:read',
    ports: { sessions } as unknown as Container,
    request: { headers: new Headers(), signal },
    type: 'application/x-ndjson',
    alive: 'alive\n',
    notAllowed: 'not allowed\n',
  });
}

const textOf = async (reader: ReadableStreamDefaultReader<Uint8Array>) => {
  const { done, value } = await reader.read();
  return done ? null : new TextDecoder().decode(value);
};

beforeEach(() => {
  vi.useFakeTimers();
  [now, waiting, pulls, closed] = [principal('operator'), [], 0, 0];
});
afterEach(() => vi.useRealTimers());

test('nothing is asked for before somebody reads, and one piece at a time then', async () => {
  const reader = stream().body?.getReader() as ReadableStreamDefaultReader<Uint8Array>;
  await vi.advanceTimersByTimeAsync(1000);
  expect(pulls).toBe(0);
  const first = textOf(reader);
  await give('one\n');
  expect(await first).toBe('one\n');
  await vi.advanceTimersByTimeAsync(1000);
  expect(pulls).toBe(1);
  await reader.cancel();
});

test('who leaves frees what was held for them, however they leave', async () => {
  const left = leaving();
  stream(left.signal);
  left.abort();
  expect(closed).toBe(1);
  await stream().body?.cancel();
  expect(closed).toBe(2);
});

test('a silence is broken by a sign of life, and nothing is lost by it', async () => {
  const reader = stream().body?.getReader() as ReadableStreamDefaultReader<Uint8Array>;
  const first = textOf(reader);
  await vi.advanceTimersByTimeAsync(15_000);
  expect(await first).toBe('alive\n');
  const second = textOf(reader);
  await give('one\n');
  expect(await second).toBe('one\n');
  await reader.cancel();
});

test('the end of the session is the end of the stream, at once', async () => {
  const reader = stream().body?.getReader() as ReadableStreamDefaultReader<Uint8Array>;
  const first = textOf(reader);
  endSession('another' as SessionId);
  endSession('s1' as SessionId);
  expect(await first).toBe('not allowed\n');
  expect(await textOf(reader)).toBeNull();
  expect(closed).toBe(1);
});

test('a role that is taken away ends it within half a minute', async () => {
  const reader = stream().body?.getReader() as ReadableStreamDefaultReader<Uint8Array>;
  const first = textOf(reader);
  await give('one\n');
  await first;
  now = principal('viewer');
  const second = textOf(reader);
  await vi.advanceTimersByTimeAsync(15_000);
  expect(await second).toBe('alive\n');
  const third = textOf(reader);
  await vi.advanceTimersByTimeAsync(15_100);
  expect(await third).toBe('not allowed\n');
});

test('nothing between may hold it back or change it', () => {
  const { headers } = stream();
  expect(headers.get('cache-control')).toBe('no-store, no-transform');
  expect(headers.get('x-accel-buffering')).toBe('no');
});

test('what ends by itself ends well', async () => {
  const reader = stream().body?.getReader() as ReadableStreamDefaultReader<Uint8Array>;
  const first = textOf(reader);
  await give(null);
  expect(await first).toBeNull();
  expect(closed).toBe(1);
});

test('who takes nothing for a minute is hung up on, and what they held is free again', async () => {
  const reader = stream().body?.getReader() as ReadableStreamDefaultReader<Uint8Array>;
  const first = textOf(reader);
  await give('one\n');
  expect(await first).toBe('one\n');
  await vi.advanceTimersByTimeAsync(59_000);
  expect(closed).toBe(0);
  await vi.advanceTimersByTimeAsync(2000);
  expect(closed).toBe(1);
  await expect(reader.read()).rejects.toThrow('nobody reads');
});

test('who reads is not hung up on, however long nothing comes', async () => {
  const reader = stream().body?.getReader() as ReadableStreamDefaultReader<Uint8Array>;
  for (let minute = 0; minute < 12; minute++) {
    const text = textOf(reader);
    await vi.advanceTimersByTimeAsync(15_000);
    expect(await text).toBe('alive\n');
  }
  expect(closed).toBe(0);
});

test('a person’s share is given back once, when it ends or where it could not begin', async () => {
  const giveBack = vi.fn();
  const limits = { request: vi.fn(), stream: () => giveBack };
  const by = { ports: { limits } as unknown as Container, principal: principal('operator') };
  await expect(withinShare('log', by, () => Promise.reject(new Error('away')))).rejects.toThrow('away');
  expect(giveBack).toHaveBeenCalledTimes(1);
  const held = await withinShare('log', by, () => pieces);
  expect(giveBack).toHaveBeenCalledTimes(1);
  held.close();
  expect(giveBack).toHaveBeenCalledTimes(2);
});
