import { expect, test } from 'vitest';
import type { ServiceId } from '#lib/domain/ids';
import { rawSpec } from '#lib/domain/spec/raw-spec';
import type { Log } from '#lib/ports/log';
import type { Revision, Revisions } from '#lib/ports/revisions';
import { quietLog } from '#lib/records/testing/databases';
import { StoreRevisions } from './store-revisions';

const seen = (version: number) => ({
  serviceId: 'web' as ServiceId,
  name: 'web',
  version,
  spec: rawSpec('{}'),
  at: version,
});

/** A database that stores specs when the test allows it, and fails on demand. */
function storing(fails: (version: number) => boolean = () => false) {
  const stored: number[] = [];
  const warnings: string[] = [];
  const waiting: (() => void)[] = [];
  const log: Log = { ...quietLog, warn: (_: object, words: string) => void warnings.push(words) };
  const record = async ({ version }: { version: number }): Promise<Revision> => {
    await new Promise<void>((resolve) => waiting.push(resolve));
    if (fails(version)) throw new Error('away');
    stored.push(version);
    return {} as Revision;
  };
  const store = new StoreRevisions({ record } as unknown as Revisions, log);
  const letAll = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      next();
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return { store, stored, warnings, letAll, atOnce: () => waiting.length };
}

test('specs are stored one at a time, in the order in which the feed saw them', async () => {
  const { store, stored, letAll, atOnce } = storing();
  for (const version of [1, 2, 3]) store.take(seen(version));
  expect(atOnce()).toBe(1);
  await letAll();
  store.take(seen(4));
  await letAll();
  expect(stored).toEqual([1, 2, 3, 4]);
});

test('one that cannot be stored is told of and keeps back no other', async () => {
  const { store, stored, warnings, letAll } = storing((version) => version === 2);
  for (const version of [1, 2, 3]) store.take(seen(version));
  await letAll();
  expect(stored).toEqual([1, 3]);
  expect(warnings).toEqual(['a revision could not be stored']);
});

test('where the database is away for long the oldest are dropped, and the log says so', async () => {
  const { store, stored, warnings, letAll } = storing();
  for (let version = 1; version <= 10_003; version += 1) store.take(seen(version));
  // The first is in progress; of the others 10,000 may wait.
  expect(warnings).toHaveLength(2);
  await letAll();
  expect(stored.slice(0, 2)).toEqual([1, 4]);
  expect(stored.at(-1)).toBe(10_003);
});

test('an end waits for what has come, and takes no more', async () => {
  const { store, stored, letAll } = storing();
  for (const version of [1, 2]) store.take(seen(version));
  const stopped = store.stop();
  store.take(seen(3));
  await letAll();
  await stopped;
  expect(stored).toEqual([1, 2]);
});
