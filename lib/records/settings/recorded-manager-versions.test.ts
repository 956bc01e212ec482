import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ClusterId, NodeId } from '#lib/domain/ids';
import { aSqliteDatabase, openTestRecords } from '../testing/databases';

const [ours, theirs] = ['c1', 'c2'] as ClusterId[] as [ClusterId, ClusterId];
const [m1, m2] = ['m1', 'm2'] as NodeId[] as [NodeId, NodeId];
const database = aSqliteDatabase();
let records: Awaited<ReturnType<typeof openTestRecords>>;

beforeAll(async () => {
  records = await openTestRecords(database);
});
afterAll(async () => {
  await records.close();
  await database.remove();
});

test('the versions of a swarm\u2019s managers are kept over a restart, by swarm and manager', async () => {
  const { managerVersions: versions } = records;
  await versions.keep(ours, { nodeId: m1, apiVersion: '1.41' });
  await versions.keep(ours, { nodeId: m2, apiVersion: '1.45' });
  await versions.keep(ours, { nodeId: m2, apiVersion: '1.51' });
  await versions.keep(theirs, { nodeId: m1, apiVersion: '1.40' });
  await records.close();
  records = await openTestRecords(database);
  const { managerVersions: again } = records;
  expect(new Map((await again.of(ours)).map(({ nodeId, apiVersion }) => [nodeId, apiVersion]))).toEqual(
    new Map([
      [m1, '1.41'],
      [m2, '1.51'],
    ]),
  );
  await again.forget(ours, m2);
  expect(await again.of(ours)).toEqual([{ nodeId: m1, apiVersion: '1.41' }]);
  expect(await again.of(theirs)).toEqual([{ nodeId: m1, apiVersion: '1.40' }]);
});
