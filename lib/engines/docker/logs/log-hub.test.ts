import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Cluster } from '#lib/domain/cluster/cluster';
import type { NodeId, ServiceId, TaskId } from '#lib/domain/ids';
import { byTime, type LogLine } from '#lib/domain/log/log-line';
import { frame, stamped, timeAt } from '#lib/domain/log/testing/frames';
import type { Node } from '#lib/domain/node/node';
import type { Service } from '#lib/domain/service/service';
import type { Task } from '#lib/domain/task/task';
import { aNode, aService, aTask } from '#lib/domain/testing/builders';
import type { LivePicture } from '#lib/ports/container';
import type { LogNews, LogRequest, LogViewer } from '#lib/ports/task-logs';
import { Managers } from '../managers';
import { FakeEngine } from '../testing/fake-engine';
import { quietLog } from '../testing/quiet-log';
import { LogHub } from './log-hub';
import { readPast } from './read-past';

const SERVICE = 's1' as ServiceId;
const clock = { now: () => Date.now() };

let engine: FakeEngine;
let managers: Managers;
let hub: LogHub;
let picture: LivePicture;
let cluster: Cluster & { nodes: Map<NodeId, Node>; services: Map<ServiceId, Service>; tasks: Map<TaskId, Task> };
const listeners = new Set<() => void>();

const line = (task: string, ms: number, text = `line ${ms}`) =>
  frame(1, stamped(task, `${text}\n`, { at: timeAt(ms) }));
const bytes = (...parts: Uint8Array[]) => Buffer.concat(parts);

/** The backlog that the engine has of each task. */
const past = new Map<string, Uint8Array>();

function runs(id: string, node = 'n1'): void {
  cluster.tasks.set(id as TaskId, {
    ...aTask({ id, of: 's1' }),
    id: id as TaskId,
    serviceId: SERVICE,
    nodeId: node as NodeId,
  });
  engine.on(`/tasks/${id}`, { body: { Spec: { ContainerSpec: {} } } });
  engine.on(`/tasks/${id}/logs`, ({ query }) =>
    query.get('follow') ? 'stream' : { text: past.get(id) ?? new Uint8Array(0), headers: { 'Content-Type': '' } },
  );
}

const aNodeCalled = (id: string, overrides: Partial<Node>): Node => ({
  ...aNode({ id }),
  ...overrides,
  id: id as NodeId,
});

const changed = () => {
  for (const listener of listeners) listener();
};
const streamsOpened = (task: string) =>
  engine.requests.filter(({ path, query }) => path === `/tasks/${task}/logs` && query.get('follow'));
const pastsRead = (task: string) =>
  engine.requests.filter(({ path, query }) => path === `/tasks/${task}/logs` && !query.get('follow'));

beforeEach(async () => {
  engine = await FakeEngine.start('logs');
  past.clear();
  const tasks: typeof cluster.tasks = new Map();
  const tasksOfService = (id: ServiceId) => [...tasks.values()].filter(({ serviceId }) => serviceId === id);
  cluster = { id: null, nodes: new Map(), services: new Map(), tasks, tasksOfService };
  cluster.nodes.set('n1' as NodeId, aNodeCalled('n1', { hostname: 'w1' }));
  cluster.services.set(SERVICE, { ...aService({ id: 's1' }), id: SERVICE });
  engine.on('/services/s1', { body: { Spec: {} } });
  runs('t1');
  managers = new Managers({ endpoints: [engine.endpoint], log: quietLog });
  picture = {
    cluster: () => cluster,
    status: () => ({ phase: 'live' }) as ReturnType<LivePicture['status']>,
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  hub = new LogHub({ managers, picture, clock, mostStreams: 2 });
});
afterEach(async () => {
  hub.stop();
  managers.rest();
  listeners.clear();
  await engine.end();
});

const open = (request: Partial<LogRequest> = {}) =>
  hub.open({ target: { kind: 'service', id: SERVICE }, tail: 10, sinceMs: null, follow: true, ...request });

/** Reads until news of this kind arrives; returns the texts of the lines before it, and the news. */
async function until<Kind extends LogNews['kind']>(
  viewer: LogViewer,
  kind: Kind,
  fits: (news: LogNews & { kind: Kind }) => boolean = () => true,
) {
  const texts: string[] = [];
  for (;;) {
    const news = await viewer.next();
    if (!news) throw new Error(`ended before ${kind} came`);
    if (news.kind === 'lines') texts.push(...news.lines.map(({ text }) => text));
    if (news.kind === kind && fits(news as LogNews & { kind: Kind }))
      return { texts, news: news as LogNews & { kind: Kind } };
  }
}

const live = async (viewer: LogViewer) => {
  await until(viewer, 'caught-up');
  await vi.waitFor(() => expect(engine.listeners).toBeGreaterThan(0));
};

test('twenty viewers cost the engine what one does, and all see the same', async () => {
  past.set('t1', bytes(line('t1', 1), line('t1', 2)));
  const first = await open();
  expect((await until(first, 'caught-up')).texts).toEqual(['line 1', 'line 2']);
  await vi.waitFor(() => expect(engine.listeners).toBe(1));
  const requestsBefore = engine.requests.length;
  const others = await Promise.all(Array.from({ length: 19 }, () => open()));
  for (const viewer of others) expect((await until(viewer, 'caught-up')).texts).toEqual(['line 1', 'line 2']);
  expect(engine.requests.length, 'not one request more').toBe(requestsBefore);
  engine.pour(line('t1', 3));
  for (const viewer of [first, ...others]) expect((await until(viewer, 'lines')).texts).toEqual(['line 3']);
  expect([streamsOpened('t1').length, pastsRead('t1').length]).toEqual([1, 1]);
  for (const viewer of [first, ...others.slice(1)]) viewer.close();
  expect(engine.listeners, 'one still reads').toBe(1);
  others[0]?.close();
  await vi.waitFor(() => expect(engine.listeners).toBe(0));
});

test('who does not read loses the oldest lines and is told how many; who reads loses none', async () => {
  const [slow, quick] = [await open(), await open()];
  await Promise.all([live(slow), live(quick)]);
  // Each round takes the time for which lines are held; two are enough to lose some.
  const [count, round] = [12_000, 6000];
  let read = 0;
  for (let from = 0; from < count; from += round) {
    engine.pour(bytes(...Array.from({ length: round }, (_, index) => line('t1', 10 + from + index))));
    while (read < from + round) read += (await until(quick, 'lines')).texts.length;
  }
  expect(read).toBe(count);
  const { texts, news } = await until(slow, 'skipped');
  expect(texts).toEqual([]);
  expect(news.count).toBeGreaterThanOrEqual(count - 10_000);
  const next = await until(slow, 'lines');
  expect(next.texts[0], 'it goes on right after the hole').toBe(`line ${10 + news.count}`);
});

test('a stream that breaks is opened again from a little earlier, and what it repeats is shown once', async () => {
  const viewer = await open();
  await live(viewer);
  engine.pour(line('t1', 5000));
  await until(viewer, 'lines');
  engine.dropListeners();
  expect((await until(viewer, 'state', ({ state }) => state === 'reconnecting')).news.fault?.code).toBe(
    'engine_unreachable',
  );
  await until(viewer, 'state', ({ state }) => state === 'following');
  expect(Number(streamsOpened('t1').at(-1)?.query.get('since'))).toBe((Date.parse(timeAt(5000)) - 1000) / 1000);
  engine.pour(bytes(line('t1', 5000), line('t1', 5001)));
  expect((await until(viewer, 'lines')).texts).toEqual(['line 5001']);
});

test('a task that comes later is followed from its first line on', async () => {
  const viewer = await open();
  await live(viewer);
  runs('t2');
  await vi.waitFor(() => expect(streamsOpened('t2')[0]?.query.get('tail')).toBe('all'), { timeout: 3000 });
  engine.pour(line('t2', 7, 'born'));
  expect((await until(viewer, 'lines')).texts).toEqual(['born']);
});

test('lines of several tasks come in order of time', async () => {
  runs('t2');
  past.set('t1', bytes(line('t1', 1), line('t1', 4)));
  past.set('t2', bytes(line('t2', 2), line('t2', 3)));
  const viewer = await open();
  expect((await until(viewer, 'caught-up')).texts).toEqual(['line 1', 'line 2', 'line 3', 'line 4']);
  await vi.waitFor(() => expect(engine.listeners).toBe(2));
  engine.pour(bytes(line('t1', 9), line('t2', 8)));
  expect((await until(viewer, 'lines')).texts).toEqual(['line 8', 'line 9']);
});

test('a node that is down is named, its tasks are not asked for, and the rest goes on', async () => {
  cluster.nodes.set('n2' as NodeId, aNodeCalled('n2', { hostname: 'w2', state: 'down' }));
  runs('t2', 'n2');
  past.set('t1', line('t1', 1));
  const viewer = await open();
  expect((await until(viewer, 'missing')).news.nodes).toEqual([{ id: 'n2', hostname: 'w2' }]);
  expect((await until(viewer, 'caught-up')).texts).toEqual(['line 1']);
  expect(pastsRead('t2')).toEqual([]);
  cluster.nodes.set('n2' as NodeId, aNodeCalled('n2', { hostname: 'w2', state: 'ready' }));
  expect((await until(viewer, 'missing', ({ nodes }) => nodes.length === 0)).news.nodes).toEqual([]);
});

test('no more streams than the engine should bear: one too many tasks is told, one too many targets refused', async () => {
  runs('t2');
  runs('t3');
  const viewer = await open();
  expect((await until(viewer, 'state', ({ state }) => state === 'following')).news.unfollowed).toBe(1);
  await expect(open({ target: { kind: 'task', id: 't3' as TaskId } })).rejects.toMatchObject({
    code: 'log_streams_full',
  });
  viewer.close();
  await open({ target: { kind: 'task', id: 't3' as TaskId } });
});

test('what nobody takes of reads that are not followed is bounded, for those who waited for their turn too', async () => {
  hub = new LogHub({ managers, picture, clock, mostUnreadCharacters: 1000 });
  past.set('t1', line('t1', 1, 'x'.repeat(600)));
  const opened = await Promise.allSettled(Array.from({ length: 12 }, () => open({ follow: false })));
  const viewers = opened.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  // two fill the space, while three more may be on their way
  expect(viewers.length).toBeLessThanOrEqual(5);
  await expect(open({ follow: false })).rejects.toMatchObject({ code: 'log_streams_full' });
  for (const viewer of viewers) viewer.close();
  expect((await until(await open({ follow: false }), 'end')).texts).toHaveLength(1);
});

test('eight files at a time, of all people together', async () => {
  const target = { kind: 'service', id: SERVICE } as const;
  const files = await Promise.all(Array.from({ length: 8 }, () => hub.whole(target, null)));
  await expect(hub.whole(target, null)).rejects.toMatchObject({ code: 'log_streams_full' });
  files[0]?.close();
  files.push(await hub.whole(target, null));
  for (const file of files) file.close();
});

test('a service that is removed ends its logs, and one that never was has none', async () => {
  const viewer = await open();
  await live(viewer);
  cluster.tasks.clear();
  cluster.services.clear();
  expect((await until(viewer, 'end')).news.fault?.code).toBe('not_found');
  expect(await viewer.next()).toBeNull();
  engine.on('/services/s1', { status: 404, body: { message: 'service s1 not found' } });
  await expect(open()).rejects.toMatchObject({ code: 'not_found' });
});

test('the last line of each task can be had without following', async () => {
  past.set('t1', line('t1', 1));
  const viewer = await open({ follow: false, tail: 1 });
  expect((await until(viewer, 'end')).texts).toEqual(['line 1']);
  expect(pastsRead('t1')[0]?.query.get('tail')).toBe('2');
  expect(streamsOpened('t1')).toEqual([]);
});

test('who has gone is read for no further, and leaves their turn to the next', async () => {
  engine.on('/tasks/t1/logs', 'hang');
  const gone = new AbortController();
  const waiting = Array.from({ length: 4 }, () =>
    open({ follow: false, signal: gone.signal }).then(
      (viewer) => viewer.close(),
      () => undefined,
    ),
  );
  await vi.waitFor(() => expect(engine.count('GET', '/tasks/t1/logs')).toBe(3));
  gone.abort();
  await Promise.all(waiting);
  expect(engine.count('GET', '/tasks/t1/logs')).toBe(3);
});

test('when one past cannot be read, the others are given up before it is told', async () => {
  const others = ['t2', 't3', 't4', 't5', 't6', 't7', 't8'];
  for (const id of others) runs(id);
  const signal = new AbortController().signal;
  engine.on('/tasks/t1/logs', async () => {
    await vi.waitFor(() => expect(engine.listeners).toBe(3));
    return { status: 500, body: { message: 'ill' } };
  });
  for (const id of others) engine.on(`/tasks/${id}/logs`, 'stream');
  const reading = readPast(
    { managers, picture, signal },
    { target: { kind: 'service', id: SERVICE }, tail: 10, sinceMs: null },
  );
  await expect(reading).rejects.toMatchObject({ name: 'Fault', engineText: 'ill' });
  const requestsBefore = engine.requests.length;
  await vi.waitFor(() => expect(engine.listeners, 'no answer is left open').toBe(0), { timeout: 1000 });
  expect(engine.requests.length, 'nothing is asked any more').toBe(requestsBefore);
  expect(others.slice(3).flatMap(pastsRead), 'whose turn had not come').toEqual([]);
});

/** Answers with the requested number of last lines. */
function speaks(id: string, lines: readonly Uint8Array[], whole: 'all' | 'hang' = 'all'): void {
  runs(id);
  engine.on(`/tasks/${id}/logs`, ({ query }) => {
    if (query.get('follow')) return 'stream';
    const tail = Number(query.get('tail'));
    if (tail > 300 && whole === 'hang') return 'stream';
    return { text: bytes(...lines.slice(-tail)), headers: { 'Content-Type': '' } };
  });
}

const numbered = (task: string, count: number, at: (index: number) => number) =>
  Array.from({ length: count }, (_, index) => line(task, at(index), `${task} ${index}`));

test('the newest lines come while the rest is still being read', async () => {
  speaks(
    't1',
    numbered('t1', 2000, (index) => 2 * index),
    'hang',
  );
  speaks(
    't2',
    numbered('t2', 2000, (index) => 2 * index + 1),
    'hang',
  );
  const viewer = await open({ tail: 2000, newestFirst: true });
  const { texts, news } = await until(viewer, 'lines');
  expect(texts.length).toBeGreaterThan(250);
  expect([texts.at(-2), texts.at(-1)]).toEqual(['t1 1999', 't2 1999']);
  const times = news.lines.map(({ at }) => at);
  expect(times).toEqual([...times].sort());
});

test('the older lines come behind the newest: all of them, none twice, and those of one time in their order', async () => {
  // Seven lines have the same time, as when one read of a pipe stamps them.
  speaks(
    't1',
    numbered('t1', 2000, (index) => Math.floor(index / 7)),
  );
  for (const [who, tail] of [
    ['the first', 2000],
    ['one who comes later', 1500],
  ] as const) {
    const viewer = await open({ tail, newestFirst: true });
    const came: LogLine[][] = [];
    for (let news = await viewer.next(); news && news.kind !== 'caught-up'; news = await viewer.next())
      if (news.kind === 'lines') came.push([...news.lines]);
    expect(came.length, who).toBeGreaterThan(2);
    expect(came[0]?.at(-1)?.text, who).toBe('t1 1999');
    expect(
      came
        .flat()
        .sort(byTime)
        .map(({ text }) => text),
      who,
    ).toEqual(Array.from({ length: tail }, (_, index) => `t1 ${2000 - tail + index}`));
    for (const [index, batch] of came.slice(1).entries())
      expect((batch.at(-1)?.at ?? '') < (came[index]?.[0]?.at ?? ''), who).toBe(true);
  }
});

test('a tail that begins within a long line leaves that line out, and what is whole is as much as was asked for', async () => {
  const part = (n: number) => stamped('t1', `part ${n}${n === 3 ? '\n' : ''}`, { at: timeAt(1) });
  const long = [1, 2, 3].map((n) => frame(1, part(n)));
  const later = [1, 2, 3].map((n) => line('t1', 1000 + n));
  speaks('t1', [...long, ...later]);
  const texts = async (tail: number) => (await until(await open({ tail }), 'caught-up')).texts;
  expect(await texts(3)).toEqual(later.map((_, n) => `line ${1001 + n}`));
  expect(await texts(5), 'a piece is not a line').toEqual(later.map((_, n) => `line ${1001 + n}`));
  expect((await texts(7))[0]).toBe('part 1part 2part 3');
});

test('a line of which only the end was read is not shown before it is whole', async () => {
  const long = [1, 2, 3].map((part) => frame(1, stamped('t1', `part ${part}${part === 3 ? '\n' : ''}`)));
  const later = Array.from({ length: 298 }, (_, index) =>
    frame(1, stamped('t1', `${index}\n`, { at: `2026-11-22T00:00:00.${String(index).padStart(9, '0')}Z` })),
  );
  speaks('t1', [...long, ...later]);
  const viewer = await open({ tail: 2000, newestFirst: true });
  expect((await until(viewer, 'lines')).texts).toHaveLength(298);
  expect((await until(viewer, 'lines')).texts).toEqual(['part 1part 2part 3']);
});

test('a new leader makes every stream anew: one may hang on the old one', async () => {
  const leads = (leader: boolean) => ({ leader, reachability: 'reachable', address: '' }) as const;
  cluster.nodes.set('m1' as NodeId, aNodeCalled('m1', { manager: leads(true) }));
  changed();
  const viewer = await open();
  await live(viewer);
  cluster.nodes.set('m1' as NodeId, aNodeCalled('m1', { manager: leads(false) }));
  cluster.nodes.set('m2' as NodeId, aNodeCalled('m2', { manager: leads(true) }));
  changed();
  await vi.waitFor(() => expect(streamsOpened('t1')).toHaveLength(2));
});

test('the whole log comes in order, with what could not be had told at its end', async () => {
  runs('t2');
  past.set('t1', bytes(line('t1', 1), line('t1', 4)));
  past.set('t2', bytes(line('t2', 2), frame(3, 'Error grabbing logs: something odd'), line('t2', 3)));
  const viewer = await hub.whole({ kind: 'service', id: SERVICE }, null);
  expect((await until(viewer, 'engine')).news.text).toBe('something odd');
  await until(viewer, 'end');
  const again = await hub.whole({ kind: 'service', id: SERVICE }, null);
  expect((await until(again, 'end')).texts).toEqual(['line 1', 'line 2', 'line 3', 'line 4']);
  await Promise.all([viewer.next(), again.next()]);
  expect(pastsRead('t1').every(({ query }) => query.get('tail') === 'all')).toBe(true);
});

test('when the console ends, viewers end without a word, and who reads them knows to ask again', async () => {
  const viewer = await open();
  await live(viewer);
  hub.stop();
  expect(await viewer.next()).toBeNull();
  await vi.waitFor(() => expect(engine.listeners).toBe(0));
});
