import { expect, test } from 'vitest';
import type { OperationId, ServiceId } from '#lib/domain/ids';
import { rawSpec } from '#lib/domain/spec/raw-spec';
import { LeaseLost } from '#lib/ports/leases';
import type { PrismaClient } from '../generated/sqlite/client';
import { openTestRecords, testedDatabases } from '../testing/databases';

const WEB = 'web' as ServiceId;
const specOf = (n: number) => rawSpec(`{"Labels":{"n":"${n}"}}`);

for (const [name, make] of testedDatabases(process.env.TEST_POSTGRES_URL))
  test(`the newest revisions are kept on ${name}, and those that an act or a note refers to`, async () => {
    const place = await make();
    const records = await openTestRecords(place);
    const { revisions } = records;
    for (let n = 1; n <= 10; n += 1) {
      if (n === 2) await revisions.claim(WEB, specOf(n), 'operation-1' as OperationId, 'Ada', 1);
      await revisions.record({ serviceId: WEB, name: 'web', version: n, spec: specOf(n), at: 0 });
    }
    expect(await revisions.annotate(WEB, 3, 'for the fair')).toBe(true);
    expect(await revisions.annotate(WEB, 99, 'nobody')).toBe(false);
    await revisions.credit(WEB, 10, 'Docker Swarm');
    await revisions.credit(WEB, 2, 'Docker Swarm');
    const lease = await records.leases.acquire('retention', 60_000);
    if (!lease) throw new Error('no lease');
    await expect(revisions.prune(4, 3, { ...lease, fence: 0 })).rejects.toThrow(LeaseLost);
    const steps = [
      await revisions.prune(4, 3, lease),
      await revisions.prune(4, 3, lease),
      await revisions.prune(4, 3, lease),
    ];
    expect(steps).toEqual([3, 1, 0]);
    const left = await revisions.list(WEB, 100);
    expect(left.map(({ number, by, note }) => [number, by, note])).toEqual([
      [10, 'Docker Swarm', null],
      [9, null, null],
      [8, null, null],
      [7, null, null],
      [3, null, 'for the fair'],
      [2, 'Ada', null],
    ]);
    expect((await revisions.find(WEB, 10))?.spec).toContain('"10"');
    expect(await (records.prisma as PrismaClient).specText.count()).toBe(6);
    await records.close();
    await place.remove();
  });
