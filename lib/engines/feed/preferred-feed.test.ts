import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { FaultCode, FaultParams } from '#lib/domain/fault';
import type { ClusterId } from '#lib/domain/ids';
import type { ClusterFeed, FeedSink, FeedStatus, Observation } from '#lib/ports/cluster-feed';
import { PreferredFeed } from './preferred-feed';

/** A feed scripted by the test, which may report even after it was stopped. */
class Puppet implements ClusterFeed {
  readonly #source: FeedStatus['source'];
  sink: FeedSink | null = null;
  hastened = 0;
  letGone = 0;
  stopped = false;

  constructor(source: FeedStatus['source']) {
    this.#source = source;
  }

  start(sink: FeedSink): void {
    this.sink = sink;
    this.stands('connecting');
  }
  hasten(): void {
    this.hastened += 1;
  }
  letGo(): void {
    this.letGone += 1;
  }
  async stop(): Promise<void> {
    this.stopped = true;
  }

  stands(phase: FeedStatus['phase'], faults: [string, FaultCode, FaultParams?][] = [], freshAt = Date.now()): void {
    this.sink?.status({
      source: this.#source,
      phase,
      since: 0,
      freshAt: phase === 'connecting' ? null : freshAt,
      intervalMs: 1000,
      endpoint: phase === 'connecting' ? null : 'm1',
      clusterId: 'c1' as ClusterId,
      apiVersion: '1.41',
      attempts: faults.map(([endpoint, code, params = {}], at) => ({
        endpoint,
        at,
        fault: { code, params, engineText: null },
      })),
    });
  }

  lists(at: number): void {
    this.sink?.observe({ kind: 'list', at, nodes: [], services: [], tasks: [] });
  }
  changes(at: number): void {
    this.sink?.observe({ kind: 'changes', at });
  }
}

let watch: Puppet;
let pollings: Puppet[];
let feed: PreferredFeed;
let seen: Observation[];
let statuses: FeedStatus[];

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
  watch = new Puppet('watch');
  [pollings, seen, statuses] = [[], [], []];
  feed = new PreferredFeed({
    watch,
    polling: () => {
      const polling = new Puppet('polling');
      pollings.push(polling);
      return polling;
    },
    managers: 2,
    clock: { now: () => Date.now() },
  });
  feed.start({
    observe: (observation) => seen.push(observation),
    status: (status) => statuses.push(status),
    specSeen: () => undefined,
  });
});
afterEach(async () => {
  await feed.stop();
  vi.useRealTimers();
});

const now = () => statuses.at(-1) as FeedStatus;
const times = () => seen.map(({ at }) => at);

function watched(): void {
  watch.lists(1);
  watch.stands('live');
}

test('a swarm that can be watched is never polled', () => {
  expect(now()).toMatchObject({ phase: 'connecting', freshAt: null, endpoint: null });
  vi.advanceTimersByTime(3000);
  watched();
  watch.changes(2);
  vi.advanceTimersByTime(60_000);
  expect(times()).toEqual([1, 2]);
  expect(pollings).toEqual([]);
  expect(now()).toMatchObject({ phase: 'live', source: 'watch', endpoint: 'm1', watch: null });
});

test('a first snapshot that takes long is overtaken by polling', () => {
  vi.advanceTimersByTime(6000);
  pollings[0]?.lists(1);
  pollings[0]?.stands('live');
  expect(now()).toMatchObject({ phase: 'live', source: 'polling' });
});

describe('where nothing can be watched', () => {
  beforeEach(() => {
    watch.stands('connecting', [
      ['m2', 'watch_unavailable', { reason: 'off' }],
      ['m1', 'watch_unavailable', { reason: 'no-socket' }],
    ]);
    vi.advanceTimersByTime(0);
  });

  test('it is polled at once, and said why it is not watched', () => {
    pollings[0]?.lists(1);
    pollings[0]?.stands('live');
    pollings[0]?.changes(2);
    expect(times()).toEqual([1, 2]);
    expect(now()).toMatchObject({ phase: 'live', source: 'polling', watch: { params: { reason: 'no-socket' } } });
  });

  test('that is no reason for not being live', () => {
    expect(now()).toMatchObject({ phase: 'connecting', attempts: [] });
    pollings[0]?.stands('connecting', [['m1', 'engine_unreachable']]);
    expect(now().attempts).toMatchObject([{ endpoint: 'm1', fault: { code: 'engine_unreachable' } }]);
  });

  test('a vain new attempt to watch is no news', () => {
    pollings[0]?.lists(1);
    pollings[0]?.stands('live');
    const before = statuses.length;
    watch.stands('connecting', [['m1', 'watch_unavailable', { reason: 'no-socket' }]]);
    expect(statuses).toHaveLength(before);
  });

  test('the watch takes over as soon as it can, and the last words of polling are not heard', () => {
    pollings[0]?.lists(1);
    pollings[0]?.stands('live');
    watched();
    pollings[0]?.lists(9);
    pollings[0]?.stands('interrupted', [['m1', 'no_quorum']]);
    expect(times()).toEqual([1, 1]);
    expect(pollings[0]?.stopped).toBe(true);
    expect(now()).toMatchObject({ phase: 'live', source: 'watch', watch: null });
    expect(statuses.filter(({ phase }) => phase === 'interrupted')).toEqual([]);
  });
});

describe('a watch that is lost', () => {
  beforeEach(() => {
    watched();
    vi.advanceTimersByTime(1000);
    watch.stands('interrupted', [['m1', 'engine_unreachable']], 1_000_000);
  });

  test('is interrupted, as of when it was last true', () => {
    expect(now()).toMatchObject({
      phase: 'interrupted',
      since: 1_001_000,
      freshAt: 1_000_000,
      clusterId: 'c1',
      attempts: [{ endpoint: 'm1' }],
    });
  });

  test('and goes on at another manager right away makes no poll', () => {
    vi.advanceTimersByTime(200);
    watch.changes(2);
    watch.stands('live');
    vi.advanceTimersByTime(60_000);
    expect(pollings).toEqual([]);
    expect(times()).toEqual([1, 2]);
  });

  test('is replaced by polls from their first list on', () => {
    vi.advanceTimersByTime(300);
    const [polling] = pollings;
    polling?.changes(2);
    watch.changes(3);
    expect(watch.letGone, 'what still comes by the stream is true until polling tells the whole').toBe(0);
    polling?.lists(4);
    polling?.stands('live');
    polling?.changes(5);
    expect(times()).toEqual([1, 3, 4, 5]);
    expect(watch.letGone).toBe(1);
    expect(now()).toMatchObject({ phase: 'live', source: 'polling', watch: { code: 'engine_unreachable' } });
  });

  test('and comes back, and is lost again, is polled anew', () => {
    vi.advanceTimersByTime(300);
    watch.changes(2);
    watch.stands('live');
    expect(pollings[0]?.stopped).toBe(true);
    watch.stands('interrupted', [['m1', 'engine_unreachable']]);
    vi.advanceTimersByTime(300);
    expect(pollings).toHaveLength(2);
    pollings[0]?.lists(7);
    expect(times()).toEqual([1, 2]);
  });
});

test('whoever is about to act hastens both', () => {
  vi.advanceTimersByTime(6000);
  feed.hasten();
  expect([watch.hastened, pollings[0]?.hastened]).toEqual([1, 1]);
});

test('stopped, it stops both and says nothing more', async () => {
  vi.advanceTimersByTime(6000);
  await feed.stop();
  expect([watch.stopped, pollings[0]?.stopped]).toEqual([true, true]);
  const before = [seen.length, statuses.length];
  watched();
  pollings[0]?.lists(2);
  expect([seen.length, statuses.length]).toEqual(before);
});
