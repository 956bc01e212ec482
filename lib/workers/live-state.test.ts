import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LASTING_MS } from '#lib/domain/task/crash-loop';
import { aService, aServiceId, aTask } from '#lib/domain/testing/builders';
import { LiveState } from './live-state';

const START = Date.parse('2026-01-01T00:00:00.000Z');
const iso = (ms: number) => new Date(START + ms).toISOString();
let live: LiveState;
let calls: number;

beforeEach(() => {
  vi.useFakeTimers({ now: START + 20_000 });
  live = new LiveState({ now: () => Date.now() }, () => undefined);
  calls = 0;
  live.onChange(() => {
    calls += 1;
  });
});
afterEach(() => {
  vi.useRealTimers();
});

const tallyOfWeb = () => live.picture.services.get(aServiceId('web'))?.tally;

test('who listens is told of what changes, of each status, and of nothing that is as before', () => {
  const web = aService({ id: 'web' });
  live.observe({ kind: 'list', at: Date.now(), services: [web], tasks: [], nodes: [] });
  expect(calls).toBe(1);
  live.observe({ kind: 'list', at: Date.now(), services: [web], tasks: [], nodes: [] });
  expect(calls).toBe(1);
  live.setStatus({ ...live.status(), phase: 'live' });
  expect(calls).toBe(2);
});

test('a crash loop is over by time alone: the moment is waited for, and told once', () => {
  const failed = [1, 2].map((n) =>
    aTask({
      id: `f${n}`,
      of: 'web',
      state: 'failed',
      desiredState: 'shutdown',
      exitCode: 3,
      createdAt: iso(n * 1000),
      stateSince: iso(n * 1000 + 500),
    }),
  );
  const running = aTask({ id: 'r', of: 'web', createdAt: iso(3000), stateSince: iso(4000), startedAt: iso(4000) });
  live.observe({ kind: 'list', at: Date.now(), services: [aService({ id: 'web' })], tasks: [...failed, running] });
  expect(tallyOfWeb()).toMatchObject({ crashing: 1, running: 1 });
  expect(calls).toBe(1);
  vi.setSystemTime(START + 4000 + LASTING_MS - 1500);
  vi.advanceTimersByTime(1000);
  expect(calls, 'not before').toBe(1);
  vi.advanceTimersByTime(LASTING_MS);
  expect(tallyOfWeb()).toMatchObject({ crashing: 0, running: 1 });
  expect(calls).toBe(2);
  expect(vi.getTimerCount(), 'nothing more to wait for').toBe(0);
});
