import { expect, test } from 'vitest';
import type { ClusterId } from '#lib/domain/ids';
import { aNodeId } from '#lib/domain/testing/builders';
import { SpecApi, versionsInMemory } from './spec-api';
import { quietLog } from './testing/quiet-log';

const cluster = 'c1' as ClusterId;
const m1 = aNodeId('m1');

test('what cannot be kept now counts all the same, and is kept as soon as it can be', async () => {
  const versions = versionsInMemory();
  let isFull = true;
  const disk = {
    ...versions,
    keep: (...kept: Parameters<typeof versions.keep>) =>
      isFull ? Promise.reject(new Error('database or disk is full')) : versions.keep(...kept),
  };
  const api = new SpecApi(disk, quietLog);
  api.observed(cluster, m1, '1.51');
  expect(await api.newest(cluster)).toEqual({ nodeId: m1, apiVersion: '1.51' });
  expect(await versions.of(cluster)).toEqual([]);
  isFull = false;
  await api.newest(cluster);
  expect(await versions.of(cluster)).toEqual([{ nodeId: m1, apiVersion: '1.51' }]);
});
