import { credentials, status as grpc } from '@grpc/grpc-js';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { aManager, aNode, aNodeId, aService, aServiceId, aTask, aTaskId } from '#lib/domain/testing/builders';
import { Picture } from '#lib/live/picture/picture';
import type { FeedStatus, Observation } from '#lib/ports/cluster-feed';
import { quietLog } from '../docker/testing/quiet-log';
import { WatchFeed } from './feed/watch-feed';
import type { Patience } from './feed/watch-session';
import { FakeManager, nodeEvent, readsOf, removed, serviceEvent, taskEvent } from './testing/fake-manager';

const clock = { now: () => Date.now() };
const web = aService({ id: 'web', version: 5, templateDigest: 'of-web' });

let m1: FakeManager;
let m2: FakeManager;
let feed: WatchFeed;
let picture: Picture;
let statuses: FeedStatus[];
let seen: Observation[];

beforeEach(async () => {
  [m1, m2] = [await new FakeManager('m1').start(), await new FakeManager('m2').start()];
  for (const manager of [m1, m2]) {
    manager.nodeList = [aNode({ id: 'n1' })];
    manager.serviceList = [web];
    manager.taskList = [aTask({ id: 't1', of: 'web', version: 7, templateDigest: 'of-web' })];
  }
});
afterEach(async () => {
  await feed.stop();
  m1.end();
  m2.end();
});

function start({
  managers = [m1],
  patience = {},
}: {
  managers?: FakeManager[];
  patience?: Partial<Patience>;
} = {}): void {
  picture = new Picture();
  [statuses, seen] = [[], []];
  feed = new WatchFeed({
    reads: readsOf(...managers),
    clock,
    log: quietLog,
    patience: { silentMs: 200, leaderlessMs: 1000, factsMs: 200, ...patience },
    credentials: () => credentials.createInsecure(),
  });
  feed.start({
    observe(observation) {
      seen.push(observation);
      picture.commit(observation);
    },
    status: (status) => statuses.push(status),
    specSeen: () => undefined,
  });
}

/** A promise that the test resolves. */
function held(): { promise: Promise<unknown>; letGo(): void } {
  let letGo: () => void = () => undefined;
  const promise = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  return { promise, letGo };
}

const until = (what: () => void) => vi.waitFor(what, { timeout: 8000, interval: 5 });
const live = (endpoint = 'm1') => until(() => expect(statuses.at(-1)).toMatchObject({ phase: 'live', endpoint }));
const lists = () => seen.filter(({ kind }) => kind === 'list').length;
const task = (id: string) => picture.tasks.get(aTaskId(id));
const service = (id: string) => picture.services.get(aServiceId(id));

describe('at start', () => {
  test('the stream is open before the snapshot is read, and what came meanwhile is on top of it', async () => {
    const answer = held();
    m1.holds.whole = answer.promise;
    start();
    await until(() => expect(m1.reads).toContain('whole'));
    expect(m1.streams).toBe(1);
    const burst = Array.from({ length: 200 }, (_, index) => taskEvent('t1', 8 + index, { state: 'STARTING' }));
    for (let message = 0; message < 100; message += 1) await m1.send(...burst);
    await m1.send(removed(taskEvent('t1', 300)), taskEvent('t2', 400, { from: 3 }), serviceEvent('web', 5, 3));
    expect(seen).toEqual([]);
    answer.letGo();
    await live();
    expect(seen[0]).toMatchObject({ kind: 'list', tasks: [{ version: 7 }] });
    await until(() => expect(task('t2')?.state).toBe('running'));
    expect(task('t1')).toBeUndefined();
    expect(lists()).toBe(1);
  });

  test('nothing is asked for that would carry secrets', async () => {
    start();
    await live();
    expect(m1.calls[0]?.entries.map(({ kind }) => kind)).toEqual(['task', 'service', 'node', 'network']);
  });

  test('a socket that is not there is told, and watched as soon as it is', async () => {
    m1.die();
    start();
    await until(() =>
      expect(statuses.at(-1)?.attempts).toMatchObject([
        { endpoint: 'm1', fault: { code: 'watch_unavailable', params: { reason: 'no-socket' } } },
      ]),
    );
    expect(statuses.at(-1)?.phase).toBe('connecting');
    await m1.start();
    await live();
  });

  test('a manager that is too old for it is told as such', async () => {
    m1.refuses = { code: grpc.UNIMPLEMENTED, details: 'unknown service docker.swarmkit.v1.Watch' };
    start();
    await until(() => expect(statuses.at(-1)?.attempts[0]?.fault.params.reason).toBe('too-old'));
  });
});

describe('a message', () => {
  test('is one observation, in which the last word on an object counts', async () => {
    start();
    await live();
    await m1.send(
      taskEvent('t1', 8, { state: 'FAILED' }),
      taskEvent('t1', 9, { state: 'SHUTDOWN' }),
      removed(nodeEvent('n1', 3)),
    );
    await until(() => expect(task('t1')?.state).toBe('shutdown'));
    expect(seen).toHaveLength(2);
    expect(seen[1]).toMatchObject({ kind: 'changes', tasks: [{ version: 9 }], goneNodes: [aNodeId('n1')] });
  });

  test('about what is known already tells nothing', async () => {
    start();
    await live();
    await m1.send(taskEvent('t1', 7, { state: 'FAILED' }), nodeEvent('n1', 1), serviceEvent('web', 5, 3));
    await m1.send(taskEvent('t1', 8, { state: 'FAILED' }));
    await until(() => expect(task('t1')?.state).toBe('failed'));
    expect(seen).toHaveLength(2);
    expect(m1.reads).not.toContain('services');
  });

  test('with states, ports and times that we have not met is read as far as we know them', async () => {
    start();
    await live();
    const portStatus = {
      ports: [
        { targetPort: 80, publishMode: 'HOST' },
        { targetPort: 80, publishMode: 'HOST' },
      ],
    };
    const status = { state: 42, portStatus, timestamp: { seconds: 1_790_000_000, nanos: 123_999_999 } };
    await m1.send(taskEvent('t1', 8, { status, slot: 0 }));
    await until(() => expect(task('t1')?.version).toBe(8));
    expect(task('t1')).toMatchObject({
      state: 'new',
      slot: null,
      ports: [{ protocol: 'tcp', targetPort: 80, publishedPort: 0, mode: 'host' }],
      stateSince: '2026-09-21T14:13:20.123Z',
    });
  });
});

describe("a task's template", () => {
  test('is known by the service that was read at the version of which the stream tells', async () => {
    start();
    await live();
    const answer = held();
    m1.holds.services = answer.promise;
    m1.serviceList = [{ ...web, version: 20, templateDigest: 'of-web-2' }, aService({ id: 'db', version: 3 })];
    await m1.send(
      serviceEvent('web', 20, 19),
      taskEvent('t2', 21, { from: 19 }),
      taskEvent('t1', 22, { state: 'FAILED' }),
    );
    await until(() => expect(task('t1')?.state).toBe('failed'));
    expect(task('t2'), 'it waits for what it lacks; others do not').toBeUndefined();
    answer.letGo();
    await until(() => expect(task('t2')?.templateDigest).toBe('of-web-2'));
    expect(seen.at(-1), 'told together').toMatchObject({ services: [{ version: 20 }], tasks: [{ version: 21 }] });
    expect(m1.reads).not.toContain('task');
  });

  test('is known by any other task of that spec', async () => {
    start();
    await live();
    await m1.send(taskEvent('t1', 8, { from: 4, state: 'FAILED' }), taskEvent('t2', 9, { from: 4, state: 'NEW' }));
    await until(() => expect(task('t2')?.templateDigest).toBe('of-web'));
    expect(m1.reads).not.toContain('task');
  });

  test('is read once for all tasks of a spec that nothing has told of', async () => {
    start();
    await live();
    m1.taskList = ['t2', 't3', 't4'].map((id) => aTask({ id, of: 'web', templateDigest: 'of-old' }));
    await m1.send(...['t2', 't3', 't4'].map((id) => taskEvent(id, 9, { from: 2 })));
    await until(() => expect(task('t4')?.templateDigest).toBe('of-old'));
    expect(m1.reads.filter((reading) => reading === 'task')).toHaveLength(1);
  });

  test('that cannot be read does not keep its tasks from being told', async () => {
    start();
    await live();
    m1.taskList = [];
    await m1.send(taskEvent('t2', 9, { from: 2 }));
    await until(() => expect(task('t2')).toMatchObject({ state: 'running', templateDigest: '' }));
  });

  test('does not bring a task back that was removed while another one was read', async () => {
    start({ patience: { factsMs: 60_000 } });
    await live();
    const slow = held();
    const old = (id: string) => aTask({ id, of: 'web', templateDigest: 'of-old' });
    m1.task = async (id) => {
      if (id === aTaskId('t3')) await slow.promise;
      return old(id);
    };
    await m1.send(taskEvent('t2', 9, { from: 2 }), taskEvent('t3', 10, { from: 3 }));
    await until(() => expect(task('t2')?.templateDigest).toBe('of-old'));
    await m1.send(removed(taskEvent('t2', 9, { from: 2 })));
    await until(() => expect(task('t2')).toBeUndefined());
    slow.letGo();
    await until(() => expect(task('t3')?.templateDigest).toBe('of-old'));
    expect(task('t2')).toBeUndefined();
  });

  test("a job's slots count from zero", async () => {
    start();
    await live();
    const job = aService({
      id: 'job',
      version: 30,
      mode: { kind: 'replicated-job', maxConcurrent: 1, totalCompletions: 1 },
    });
    m1.serviceList = [web, job];
    await m1.send(serviceEvent('job', 30, 0), taskEvent('j', 31, { of: 'job', from: 0, slot: 0 }));
    await until(() => expect(task('j')?.slot).toBe(0));
  });
});

describe('a service', () => {
  test('is read until the engine answers with the version that the stream has told of', async () => {
    start();
    await live();
    await m1.send(serviceEvent('web', 6, 5));
    await until(() => expect(m1.reads.filter((reading) => reading === 'services').length).toBeGreaterThan(1));
    m1.serviceList = [{ ...web, version: 6, labels: { tier: 'front' } }];
    await until(() => expect(service('web')?.labels).toEqual({ tier: 'front' }));
  });

  test('that was removed is not brought back by an answer from before', async () => {
    start();
    await live();
    const answer = held();
    m1.holds.services = answer.promise;
    m1.serviceList = [{ ...web, version: 6 }];
    await m1.send(serviceEvent('web', 6, 5));
    await until(() => expect(m1.reads).toContain('services'));
    await m1.send(removed(serviceEvent('web', 6, 5)));
    await until(() => expect(service('web')).toBeUndefined());
    answer.letGo();
    await m1.send(taskEvent('t1', 9, { state: 'FAILED' }));
    await until(() => expect(task('t1')?.state).toBe('failed'));
    expect(service('web')).toBeUndefined();
  });

  test('has the name of its network as soon as that is known', async () => {
    start();
    await live();
    const networks = [{ id: 'back' as never, name: 'back', virtualIp: null }];
    m1.serviceList = [{ ...web, networks }];
    await m1.send({ action: 'CREATE', object: { network: { id: 'back' } } });
    await until(() => expect(service('web')?.networks).toEqual(networks));
  });
});

describe('a node', () => {
  test('keeps its standing as a manager, and who leads is asked for when one changes', async () => {
    m1.nodeList = [aManager('n1', { leader: true }), aNode({ id: 'w1' })];
    start();
    await live();
    await m1.send(nodeEvent('w1', 2, { spec: { availability: 'DRAIN', annotations: { labels: { b: '2', a: '1' } } } }));
    await until(() => expect(picture.nodes.get(aNodeId('w1'))?.availability).toBe('drain'));
    expect(JSON.stringify(picture.nodes.get(aNodeId('w1'))?.labels)).toBe('{"a":"1","b":"2"}');
    expect(
      m1.reads.filter((reading) => reading === 'nodes'),
      "a worker's changes say nothing of leaders",
    ).toEqual([]);
    m1.nodeList = [aManager('n1', { leader: false }), aNode({ id: 'w1' })];
    await m1.send(nodeEvent('n1', 2, { status: { state: 'UNKNOWN' }, spec: { desiredRole: 'MANAGER' } }));
    await until(() =>
      expect(picture.nodes.get(aNodeId('n1'))).toMatchObject({ version: 2, manager: { leader: false } }),
    );
    expect(picture.nodes.get(aNodeId('n1'))?.state, 'the older answer does not undo what the stream told').toBe(
      'unknown',
    );
  });
});

describe('when the manager fails', () => {
  test('the stream goes on at another one after the last version that a stream has told', async () => {
    start({ managers: [m1, m2] });
    await live();
    await m1.send(taskEvent('t1', 40, { state: 'FAILED' }), nodeEvent('n1', 35));
    await until(() => expect(task('t1')?.state).toBe('failed'));
    m1.die();
    await live('m2');
    expect(m2.calls[0]?.resumeFrom).toEqual({ index: 40 });
    expect(lists()).toBe(1);
    expect(statuses.find(({ phase }) => phase === 'interrupted')?.attempts).toMatchObject([
      { endpoint: 'm1', fault: { code: 'engine_unreachable' } },
    ]);
  });

  test('with nothing told by the stream yet, everything is listed: a list may be ahead of every stream', async () => {
    start({ managers: [m1, m2] });
    await live();
    m1.die();
    await live('m2');
    expect(m2.calls[0]?.resumeFrom).toBeFalsy();
    expect(lists()).toBe(2);
  });

  test.each(['requested index is unavailable due to compaction', 'versions are out of order'])(
    'everything is listed again: %s',
    async (details) => {
      start();
      await live();
      await m1.send(taskEvent('t1', 40));
      await until(() => expect(task('t1')?.version).toBe(40));
      m1.refuses = { code: grpc.UNKNOWN, details };
      const read = held();
      m1.holds.trust = read.promise;
      m1.endStreams();
      await until(() => expect(m1.reads.filter((reading) => reading === 'trust')).toHaveLength(2));
      read.letGo();
      await until(() => expect(m1.calls.length).toBeGreaterThan(1));
      m1.refuses = null;
      m1.taskList = [aTask({ id: 't3', of: 'web', version: 50 })];
      await until(() => expect([...picture.tasks.keys()]).toEqual([aTaskId('t3')]));
      expect(lists()).toBe(2);
    },
  );

  test('a task that still waited for its template is told by the next stream', async () => {
    start({ managers: [m1, m2], patience: { factsMs: 60_000 } });
    await live();
    m1.holds.task = m2.holds.task = held().promise;
    await m1.send(taskEvent('t2', 30, { from: 2 }), taskEvent('t1', 40));
    await until(() => expect(m1.reads).toContain('task'));
    m1.die();
    await live('m2');
    expect(m2.calls[0]?.resumeFrom?.index).toBeLessThan(30);
  });

  test('a stream without a leader is told as such although it is open, and is live again without a list', async () => {
    start();
    await live();
    m1.noLeader = true;
    m1.nodeList = [aManager('n1')];
    await m1.send(nodeEvent('n1', 2, { spec: { desiredRole: 'MANAGER' } }));
    await until(() =>
      expect(statuses.at(-1)).toMatchObject({ phase: 'interrupted', attempts: [{ fault: { code: 'no_quorum' } }] }),
    );
    expect(m1.streams).toBe(1);
    m1.noLeader = false;
    await live();
    expect(m1.calls).toHaveLength(1);
    expect(lists()).toBe(1);
  });

  test('one that holds back who leads is said to', async () => {
    start({ patience: { leaderlessMs: 60_000 } });
    await live();
    const answer = held();
    m1.holds.nodes = answer.promise;
    await m1.send(nodeEvent('n1', 2, { spec: { desiredRole: 'MANAGER' } }));
    await until(() =>
      expect(statuses.at(-1)).toMatchObject({
        phase: 'interrupted',
        attempts: [{ fault: { code: 'engine_timeout' } }],
      }),
    );
    answer.letGo();
    await live();
  });
});

test('let go, it leaves the stream and comes back with all that has happened since', async () => {
  start();
  await live();
  await m1.send(taskEvent('t1', 40));
  await until(() => expect(task('t1')?.version).toBe(40));
  feed.letGo();
  await until(() => expect(m1.calls).toHaveLength(2));
  expect(m1.calls[1]?.resumeFrom).toEqual({ index: 40 });
  expect(m1.streams).toBe(1);
});

test('stopped, it leaves no stream and says nothing more', async () => {
  start();
  await live();
  await feed.stop();
  await until(() => expect(m1.streams).toBe(0));
  const [seenBefore, stood] = [seen.length, statuses.length];
  await m1.send(taskEvent('t1', 50));
  expect([seen.length, statuses.length]).toEqual([seenBefore, stood]);
});
