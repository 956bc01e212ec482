import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { OperationId } from '#lib/domain/ids';
import { type HeldLease, LeaseLost } from '#lib/ports/leases';
import { anEntry } from '#lib/ports/testing/entries';
import type { PrismaClient } from '../generated/sqlite/client';
import type { Records } from '../open-records';
import { openTestRecords, type TestDatabase, testedDatabases } from '../testing/databases';

for (const [name, make] of testedDatabases(process.env.TEST_POSTGRES_URL))
  describe(`segments of the ledger on ${name}`, () => {
    let place: TestDatabase;
    let records: Records;
    let lease: HeldLease;
    beforeEach(async () => {
      place = await make();
      records = await openTestRecords(place);
      const held = await records.leases.acquire('retention', 600_000);
      if (!held) throw new Error('no lease');
      lease = held;
    });
    afterEach(async () => {
      await records.close();
      await place.remove();
    });
    const LATER = Date.now() + 1e9;
    const anAct = async () => {
      const { id } = await records.ledger.open(anEntry());
      await records.ledger.answered(id, { state: 'accepted' });
      await records.ledger.settled(id, 'converged', '');
      return id;
    };
    const sealAll = async () => {
      const segment = await records.segments.seal(LATER, lease);
      while ((await records.segments.clear(4, lease)) > 0);
      return segment;
    };
    const sqlOf = (sql: string) => (records.prisma as PrismaClient).$executeRawUnsafe(sql);

    test('old rows go into a segment and the chain goes on from there', async () => {
      const ids = [await anAct(), await anAct(), await anAct()];
      expect(await sealAll()).toMatchObject({ fromSeq: 1, toSeq: 8, rows: 8 });
      expect((await records.ledger.operations({ limit: 9 })).items.map(({ id }) => id)).toEqual([...ids].reverse());
      expect(await records.ledger.verify()).toEqual({ rows: 9, brokenAt: null });
      ids.push(await anAct());
      await records.close();
      records = await openTestRecords(place, { checkServerLock: false });
      ids.push(await anAct());
      expect(await records.ledger.verify()).toEqual({ rows: 15, brokenAt: null });
      expect(await records.segments.check()).toMatchObject([{ state: 'good' }]);
    });

    test('what is sealed stays listed and readable, whole and with its rows', async () => {
      const id = await anAct();
      const [before, rows] = [await records.ledger.operation(id), await records.ledger.rows(id)];
      await anAct();
      await sealAll();
      expect(await (records.prisma as PrismaClient).ledgerRow.count()).toBe(1);
      expect(await records.ledger.operation(id)).toEqual(before);
      expect(await records.ledger.rows(id)).toEqual(rows);
      expect((await records.ledger.operations({ limit: 9, targetName: 'web' })).items.at(-1)).toEqual(before);
      expect(await records.ledger.rowAt(2)).toEqual(rows[1]);
    });

    test('an act that goes on holds nothing up, and ends with what it began with', async () => {
      const open = await records.ledger.open(anEntry());
      await anAct();
      await sealAll();
      expect(await (records.prisma as PrismaClient).ledgerRow.count()).toBe(1);
      expect(await records.ledger.unsettled()).toMatchObject([{ id: open.id, changes: open.changes }]);
      await records.ledger.answered(open.id, { state: 'accepted' });
      const ended = await records.ledger.settled(open.id, 'converged', '');
      expect(ended).toMatchObject({ changes: open.changes, request: open.request });
      await anAct();
      await sealAll();
      expect(await records.ledger.operation(open.id)).toEqual(ended);
      expect((await records.ledger.rows(open.id)).map(({ kind }) => kind)).toEqual(['opened', 'answered', 'settled']);
      expect((await records.segments.check()).map(({ state }) => state)).toEqual(['good', 'good']);
      expect(await records.ledger.verify()).toMatchObject({ brokenAt: null });
    });

    test('rows that are not sealed are not removed, sealed ones not written again, segments not changed', async () => {
      await anAct();
      await anAct();
      await expect(sqlOf('DELETE FROM ledger WHERE seq <= 3')).rejects.toThrow(/append-only/);
      const row = (
        await records.ledger.rows((await records.ledger.operations({ limit: 9 })).items[1]?.id as OperationId)
      )[0];
      await sealAll();
      await expect((records.prisma as PrismaClient).ledgerRow.create({ data: row as never })).rejects.toThrow();
      for (const sql of ['DELETE FROM ledger_segments', `UPDATE ledger_segments SET "headHash" = ''`])
        await expect(sqlOf(sql)).rejects.toThrow(/sealed segment/);
    });

    test('what was sealed is read as it was written, and one that was altered is told', async () => {
      const id = await anAct();
      await anAct();
      await sealAll();
      await anAct();
      await sealAll();
      const [first, second] = await records.segments.list();
      const text = await records.segments.text(first?.toSeq ?? 0);
      expect(text.trim().split('\n')).toHaveLength(first?.rows ?? 0);
      expect(JSON.parse(text.split('\n')[0] ?? '')).toMatchObject({ seq: 1, operationId: id, kind: 'opened' });
      const onPostgres = name === 'PostgreSQL';
      await sqlOf(`DROP TRIGGER ledger_segments_refuse${onPostgres ? ' ON ledger_segments' : '_update'}`);
      const prisma = records.prisma as PrismaClient;
      await prisma.ledgerSegment.update({
        where: { toSeq: first?.toSeq ?? 0 },
        data: { content: new Uint8Array(gzipSync(text.replace('Ada', 'Eve'))) },
      });
      await prisma.ledgerSegment.update({
        where: { toSeq: second?.toSeq ?? 0 },
        data: { content: new Uint8Array([1, 2, 3]) },
      });
      expect((await records.segments.check()).map(({ state }) => state)).toEqual(['altered', 'altered']);
    });

    test('nothing is sealed without the lease', async () => {
      await anAct();
      await anAct();
      await expect(records.segments.seal(LATER, { ...lease, fence: 0 })).rejects.toThrow(LeaseLost);
      expect(await records.segments.list()).toEqual([]);
    });

    test('what others did is in the chain once, whoever sees it', async () => {
      const target = { kind: 'service', id: 'web', name: 'web' } as const;
      const changes = [{ path: 'Labels[a]', before: null, after: '1' }];
      const entry = { action: 'outside.changed', target, changes, version: 12, unseenSince: null } as const;
      const seen = await records.ledger.observed(entry, lease);
      expect(seen).toMatchObject({ state: 'observed', by: { id: null, name: '' }, baseVersion: 12, changes });
      expect(await records.ledger.observed(entry, lease)).toBeNull();
      const later = { ...entry, version: 13, unseenSince: '2026-01-01T00:00:00.000Z' };
      expect(await records.ledger.observed(later, lease)).toMatchObject({ unseenSince: later.unseenSince });
      await expect(records.ledger.observed({ ...entry, version: 14 }, { ...lease, fence: 0 })).rejects.toThrow(/held/);
      expect((await records.ledger.operations({ limit: 9 })).items).toHaveLength(2);
      expect(await records.ledger.verify()).toEqual({ rows: 2, brokenAt: null });
    });

    test('acts are found by person, object, act, outcome and time', async () => {
      const id = await anAct();
      const node = { kind: 'node', id: 'n1', name: 'Worker-1' } as const;
      const other = await records.ledger.open(
        anEntry({ action: 'node.availability', target: node, by: { kind: 'system', name: 'Swarmdeck' } }),
      );
      const found = async (filter: object) =>
        (await records.ledger.operations({ limit: 9, ...filter })).items.map((each) => each.id);
      for (const filter of [
        { byName: 'ad' },
        { targetKinds: ['service'] },
        { action: 'service' },
        { action: 'service.scale' },
        { outcomes: ['converged'] },
        { byId: 'user-ada' },
      ])
        expect(await found(filter)).toEqual([id]);
      for (const filter of [{ targetName: 'worker' }, { states: ['opened'] }, { byName: 'deck' }])
        expect(await found(filter)).toEqual([other.id]);
      const { openedAt } = other;
      expect(await found({ since: openedAt })).toEqual([other.id]);
      expect(await found({ until: openedAt })).toEqual([id]);
    });

    test('an act that is listed otherwise than its rows tell is named', async () => {
      await anAct();
      const id = await anAct();
      await sqlOf(`UPDATE operations SET "byName" = 'Eve' WHERE id = '${id}'`);
      expect(await records.ledger.verify()).toEqual({ rows: 6, brokenAt: null, misprojected: [id] });
    });
  });
