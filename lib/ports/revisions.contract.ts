import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { OperationId, ServiceId } from '#lib/domain/ids';
import { parseSpec, type RawSpec, rawSpec, sameValue } from '#lib/domain/spec/raw-spec';
import type { Revisions } from './revisions';

const WEB = 'web' as ServiceId;
const OURS = 'operation-1' as OperationId;
const AT = Date.parse('2026-03-04T05:06:07.890Z');
/** Each holds 2^63−1, because a careless reader would round it. */
const running = (image: string): RawSpec =>
  rawSpec(
    `{"Name":"web","TaskTemplate":{"ContainerSpec":{"Image":"${image}","Ulimits":[{"Name":"nofile","Hard":9223372036854775807}]}}}`,
  );

/** What every store of revisions does. `make` gives an empty one. */
export function revisionsContract(
  name: string,
  make: () => Promise<{ revisions: Revisions; remove(): Promise<void> }>,
): void {
  describe(`${name} as a store of revisions`, () => {
    let revisions: Revisions;
    let remove: () => Promise<void>;
    const see = (version: number, image: string, serviceId = WEB) =>
      revisions.record({ serviceId, name: 'web', version, spec: running(image), at: AT });
    /** number, versions and author, newest first */
    const story = async (serviceId = WEB) =>
      (await revisions.list(serviceId, 100)).map(
        ({ number, firstVersion, lastVersion, image, by }) =>
          `${number}: ${image} ${firstVersion}-${lastVersion}${by ? ` by ${by}` : ''}`,
      );

    beforeEach(async () => {
      ({ revisions, remove } = await make());
    });
    afterEach(() => remove());

    test('who listens is told of each new revision, author and note, and of nothing else', async () => {
      const received: ServiceId[] = [];
      const stop = revisions.onChange((id) => received.push(id));
      await see(10, 'app:1');
      await see(11, 'app:1');
      await see(12, 'app:1');
      expect(received).toEqual([WEB]);
      await see(20, 'app:2');
      await revisions.claim(WEB, running('app:2'), OURS, 'Ada', 12);
      expect(received).toHaveLength(3);
      await revisions.annotate(WEB, 2, 'a note');
      await revisions.annotate(WEB, 7, 'of none');
      await revisions.credit(WEB, 10, 'the swarm');
      expect(received).toHaveLength(5);
      stop();
      await see(30, 'app:3');
      expect(received).toHaveLength(5);
    });

    test('each spec that is seen becomes a revision, numbered for its service', async () => {
      await see(10, 'app:1');
      await see(20, 'app:2');
      await see(7, 'app:1', 'api' as ServiceId);
      expect(await story()).toEqual(['2: app:2 20-20', '1: app:1 10-10']);
      expect(await story('api' as ServiceId)).toEqual(['1: app:1 7-7']);
      expect((await revisions.list(WEB, 1))[0]).toMatchObject({
        serviceName: 'web',
        seenAt: '2026-03-04T05:06:07.890Z',
        operationId: null,
        by: null,
      });
    });

    test('the spec comes back with every digit, and does so by number and by version', async () => {
      const { number } = await see(10, 'app:1');
      const found = await revisions.find(WEB, number);
      expect(found?.spec).toContain('9223372036854775807');
      for (const spec of [found?.spec, await revisions.at(WEB, 10)])
        expect(spec && sameValue(parseSpec(spec), parseSpec(running('app:1')))).toBe(true);
      expect(await revisions.find(WEB, 99)).toBeNull();
      expect(await revisions.list('none' as ServiceId, 5)).toEqual([]);
    });

    test('a version that moves while the spec stays is the same revision, and seeing it again changes nothing', async () => {
      await see(10, 'app:1');
      await see(11, 'app:1');
      await see(11, 'app:1');
      const last = await see(15, 'app:1');
      await see(11, 'app:1');
      expect(last).toMatchObject({ number: 1, firstVersion: 10, lastVersion: 15 });
      expect(await story()).toEqual(['1: app:1 10-15']);
    });

    test('a list with changes tells what each revision changed, which earlier one it went back to, and diffs nothing twice', async () => {
      for (const [at, image] of ['app:1', 'app:2', 'app:1', 'app:3'].entries()) await see(at + 1, image);
      const listed = await revisions.listWithChanges(WEB, 3);
      const images = listed.map(({ changes }) => changes?.map(({ before, after }) => `${before} → ${after}`).join());
      expect(images).toEqual(['app:1 → app:3', 'app:2 → app:1', 'app:1 → app:2']);
      expect(listed.map(({ restores }) => restores)).toEqual([null, 1, null]);
      const again = await revisions.listWithChanges(WEB, 9);
      expect(again.map(({ changes }) => changes)).toEqual([...listed.map(({ changes }) => changes), null]);
      expect(again[0]?.changes).toBe(listed[0]?.changes);
    });

    test('the order of keys and the spaces make no revision', async () => {
      const seen = { serviceId: WEB, name: 'web', at: AT };
      await revisions.record({ ...seen, version: 1, spec: rawSpec('{"Name":"web","Labels":{"a":"1","b":"2"}}') });
      await revisions.record({ ...seen, version: 2, spec: rawSpec('{ "Labels": {"b":"2", "a":"1"}, "Name":"web" }') });
      expect(await story()).toEqual(['1:  1-2']);
    });

    test('going back to a spec of old is a revision of its own', async () => {
      for (const [version, image] of [
        [10, 'app:1'],
        [20, 'app:2'],
        [30, 'app:1'],
      ] as const)
        await see(version, image);
      expect(await story()).toEqual(['3: app:1 30-30', '2: app:2 20-20', '1: app:1 10-10']);
    });

    test('versions beyond 32 bits are kept', async () => {
      await see(9_007_199_254_740_991, 'app:1');
      expect(await story()).toEqual(['1: app:1 9007199254740991-9007199254740991']);
    });

    test('which spec a service had is known within what was seen, and a gap is a gap', async () => {
      await see(10, 'app:1');
      await see(14, 'app:1');
      await see(20, 'app:2');
      expect(await revisions.at(WEB, 12)).toContain('app:1');
      expect(await revisions.at(WEB, 17)).toBeNull();
      expect(await revisions.at(WEB, 20)).toContain('app:2');
      expect(await revisions.at(WEB, 9)).toBeNull();
    });

    test('a spec that is seen late takes its place in the past', async () => {
      await see(20, 'app:2');
      await see(30, 'app:3');
      await see(10, 'app:1');
      await see(18, 'app:2');
      expect(await story()).toEqual(['2: app:3 30-30', '1: app:2 18-20', '3: app:1 10-10']);
    });

    test('sightings at the same time are put in one row', async () => {
      await Promise.all(Array.from({ length: 20 }, (_, n) => see(10 + n, n < 10 ? 'app:1' : 'app:2')));
      expect(await story()).toEqual(['2: app:2 20-29', '1: app:1 10-19']);
    });

    test('our own act is known as ours, whether the feed comes before the claim or after it', async () => {
      await see(10, 'app:1');
      await revisions.claim(WEB, running('app:2'), OURS, 'Ada', 10);
      await see(11, 'app:2');
      await see(12, 'app:3');
      await revisions.claim(WEB, running('app:3'), 'operation-2' as OperationId, 'Bob', 11);
      await see(12, 'app:3');
      await see(13, 'app:4');
      expect(await story()).toEqual([
        '4: app:4 13-13',
        '3: app:3 12-12 by Bob',
        '2: app:2 11-11 by Ada',
        '1: app:1 10-10',
      ]);
      expect((await revisions.find(WEB, 2))?.operationId).toBe(OURS);
      expect((await see(13, 'app:4')).by).toBeNull();
    });

    test('a rollback marks the revision that it makes, not the one that it goes back to', async () => {
      await see(10, 'app:1');
      await see(20, 'app:2');
      await revisions.claim(WEB, running('app:1'), OURS, 'Ada', 20);
      await see(21, 'app:1');
      expect(await story()).toEqual(['3: app:1 21-21 by Ada', '2: app:2 20-20', '1: app:1 10-10']);
    });

    test('an act that left the spec as it was claims nothing, now or later', async () => {
      await see(10, 'app:1');
      await revisions.claim(WEB, running('app:1'), OURS, 'Ada', 10);
      await see(11, 'app:1');
      await see(12, 'app:2');
      await see(13, 'app:1');
      expect(await story()).toEqual(['3: app:1 13-13', '2: app:2 12-12', '1: app:1 10-11']);
    });

    test("an act whose spec was never seen does not lend its name to somebody else's", async () => {
      await see(10, 'app:1');
      await revisions.claim(WEB, running('app:2'), OURS, 'Ada', 10);
      await see(15, 'app:3');
      await see(20, 'app:2');
      expect(await story()).toEqual(['3: app:2 20-20', '2: app:3 15-15', '1: app:1 10-10']);
    });
  });
}
