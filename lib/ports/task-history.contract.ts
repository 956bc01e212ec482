import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { NodeId, ServiceId, TaskId } from '#lib/domain/ids';
import type { HistoryGaps } from './history-gaps';
import { type HeldLease, LeaseLost } from './leases';
import type { SeenObject, SeenObjects } from './seen-objects';
import type { TaskHistory, TaskNews } from './task-history';

export interface HistoryUnderTest {
  history: TaskHistory;
  gaps: HistoryGaps;
  seen: SeenObjects;
  lease: HeldLease;
  remove(): Promise<void>;
}

const T0 = Date.parse('2026-03-04T05:06:07.891Z');
const news = (id: string, version: number, overrides: Partial<TaskNews> = {}): TaskNews => ({
  id: id as TaskId,
  version,
  serviceId: 'web' as ServiceId,
  serviceName: 'web',
  slot: 1,
  nodeId: 'n1' as NodeId,
  nodeName: 'w1',
  state: 'running',
  desiredState: 'running',
  message: 'started',
  error: '',
  exitCode: null,
  image: 'app:1',
  templateDigest: 'one',
  states: [['running', T0 + 100, 'started']],
  createdAt: T0,
  stateSince: T0 + 100,
  endedAt: null,
  goneAt: null,
  ...overrides,
});
const over = { state: 'failed', error: 'exit (3)', exitCode: 3, endedAt: T0 + 900, stateSince: T0 + 900 } as const;

/** What every store of tasks' histories does, and the small ones beside it. */
export function historyContract(name: string, make: () => Promise<HistoryUnderTest>): void {
  describe(`${name} as a store of histories`, () => {
    let { history, gaps, seen, lease, remove } = {} as HistoryUnderTest;
    beforeEach(async () => {
      ({ history, gaps, seen, lease, remove } = await make());
    });
    afterEach(() => remove());
    const web = { serviceId: 'web' as ServiceId, since: 0, limit: 100 };

    test('of a task that runs it is known since when, also when a change of leaders has dated it anew', async () => {
      await history.write([news('t1', 5), news('t2', 5, over), news('t3', 5)], lease);
      const later = news('t1', 6, { states: [['running', T0 + 9000, 'started']], stateSince: T0 + 9000 });
      await history.write([later], lease);
      await history.gone(['t3' as TaskId], T0 + 9000, lease);
      expect(await history.running(null, 10)).toEqual([{ id: 't1', since: T0 + 100 }]);
      expect(await history.running('t1' as TaskId, 10)).toEqual([]);
    });

    test('a task comes back as it was told, with its states in order', async () => {
      await history.write(
        [
          news('t1', 5, {
            states: [
              ['pending', T0, 'naïve “quotes” 世界'],
              ['running', T0 + 100, 'started'],
            ],
          }),
        ],
        lease,
      );
      await history.write(
        [news('t1', 9, { ...over, states: [['failed', T0 + 900, "task: non-zero exit (3) it's"]] })],
        lease,
      );
      const { version: _, ...rest } = news('t1', 9, {
        ...over,
        states: [
          ['pending', T0, 'naïve “quotes” 世界'],
          ['running', T0 + 100, 'started'],
          ['failed', T0 + 900, "task: non-zero exit (3) it's"],
        ],
      });
      expect(await history.stories(web)).toEqual([rest]);
    });

    test('what is written again, or late, changes nothing', async () => {
      await history.write([news('t1', 5)], lease);
      await history.write([news('t1', 9, { ...over, states: [['failed', T0 + 900, '']] })], lease);
      const before = await history.stories(web);
      await history.write([news('t1', 9, { ...over, states: [['failed', T0 + 900, '']] })], lease);
      await history.write([news('t1', 5)], lease);
      expect(await history.stories(web)).toEqual(before);
    });

    test('a thousand at once, of which each is found by its service, its slot or its node', async () => {
      await history.write(
        Array.from({ length: 1000 }, (_, n) => news(`t${n}`, 5, { slot: n, createdAt: T0 + n })),
        lease,
      );
      await history.write(
        [news('g1', 5, { slot: null, serviceId: 'agent' as ServiceId, nodeId: 'n2' as NodeId })],
        lease,
      );
      expect(await history.stories({ ...web, limit: 5000 })).toHaveLength(1000);
      expect(await history.stories({ ...web, slot: 7 })).toMatchObject([{ id: 't7' }]);
      expect(await history.stories({ nodeId: 'n2' as NodeId, since: 0, limit: 9 })).toMatchObject([{ slot: null }]);
      expect((await history.stories({ ...web, limit: 2 })).map(({ id }) => id)).toEqual(['t999', 't998']);
    });

    test('those that were alive in a time are found, and no others', async () => {
      await history.write([news('t1', 5), news('t2', 6, { ...over }), news('t3', 7, { createdAt: T0 + 5000 })], lease);
      const idsOf = async (since: number, until?: number) =>
        (await history.stories({ ...web, since, ...(until && { until }) })).map(({ id }) => id).sort();
      expect(await idsOf(T0 + 901)).toEqual(['t1', 't3']);
      expect(await idsOf(T0 + 900)).toEqual(['t1', 't2', 't3']);
      expect(await idsOf(T0, T0 + 1000)).toEqual(['t1', 't2']);
    });

    test('which ones the swarm still has is known in pages, and those that it forgot are marked', async () => {
      await history.write(
        ['a', 'b', 'c', 'd'].map((id) => news(id, 5)),
        lease,
      );
      await history.write([news('d', 6, { goneAt: T0 + 10 })], lease);
      expect(await history.known(null, 2)).toEqual([
        { id: 'a', version: 5 },
        { id: 'b', version: 5 },
      ]);
      await history.gone(['b' as TaskId], T0 + 50, lease);
      expect((await history.known('a' as TaskId, 9)).map(({ id }) => id)).toEqual(['c']);
      expect((await history.stories(web)).find(({ id }) => id === 'b')).toMatchObject({
        goneAt: T0 + 50,
        endedAt: null,
      });
    });

    test('what was over long ago is forgotten in steps, what lives stays', async () => {
      await history.write([news('live', 5), ...[1, 2, 3].map((n) => news(`t${n}`, 5, { ...over }))], lease);
      expect(await history.forget(T0 + 901, 2, lease)).toBe(2);
      expect(await history.forget(T0 + 901, 2, lease)).toBe(1);
      expect(await history.forget(T0 + 901, 2, lease)).toBe(0);
      expect((await history.stories(web)).map(({ id }) => id)).toEqual(['live']);
    });

    test('nothing is written under a lease of old', async () => {
      const stale = { ...lease, fence: lease.fence - 1 };
      const object: SeenObject = { kind: 'node', id: 'n1', name: 'w1', version: 1, facts: {} };
      await history.write([news('old', 5, over)], lease);
      for (const write of [
        () => history.write([news('t1', 5)], stale),
        () => history.gone(['t1' as TaskId], T0, stale),
        () => history.forget(T0 * 2, 10, stale),
        () => gaps.add({ kind: 'tasks', since: 1, until: 2, reason: 'no-console' }, stale),
        () => seen.put([object], stale),
        () => seen.forget('node', ['n1'], stale),
        () => seen.looked('node', { clusterId: 'c', at: 1 }, stale),
      ])
        await expect(write()).rejects.toThrow(LeaseLost);
      expect([(await history.stories(web)).map(({ id }) => id), await seen.all('node')]).toEqual([['old'], []]);
    });

    test('objects as they were seen, the last look and gaps come back', async () => {
      const facts = { 'Labels[a.b]': 'x', Replicas: 3, Env: 'digest:1' };
      const objects = Array.from(
        { length: 120 },
        (_, n): SeenObject => ({
          kind: 'config',
          id: `c${String(n).padStart(3, '0')}`,
          name: `c${n}`,
          version: 7,
          facts,
        }),
      );
      await seen.put(objects, lease);
      await seen.put([{ ...(objects[0] as SeenObject), version: 9 }], lease);
      expect(await seen.all('config')).toEqual([{ ...objects[0], version: 9 }, ...objects.slice(1)]);
      await seen.forget(
        'config',
        objects.slice(1).map(({ id }) => id),
        lease,
      );
      expect(await seen.all('config')).toHaveLength(1);
      expect([await seen.all('node'), await seen.lastLook('node')]).toEqual([[], null]);
      await seen.looked('node', { clusterId: 'one', at: T0 }, lease);
      expect(await seen.lastLook('node')).toEqual({ clusterId: 'one', at: T0 });
      await gaps.add({ kind: 'changes', since: T0, until: T0 + 9, reason: 'no-engine' }, lease);
      expect(await gaps.within('changes', T0 + 9, T0 + 99)).toEqual([
        { kind: 'changes', since: T0, until: T0 + 9, reason: 'no-engine' },
      ]);
      expect([await gaps.within('changes', T0 + 10, T0 + 99), await gaps.within('tasks', 0, T0 * 2)]).toEqual([[], []]);
    });
  });
}
