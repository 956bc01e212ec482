import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Operation } from '#lib/domain/operation/operation';
import { anEntry } from '#lib/ports/testing/entries';
import type { PrismaClient } from '../generated/sqlite/client';
import type { Records } from '../open-records';
import { aSqliteDatabase, openTestRecords, type TestDatabase, testedDatabases } from '../testing/databases';

/** What a console received. */
interface Received {
  sessions: string[];
  operations: string[];
  missed: number;
}

function hearing({ news }: Records): Received {
  const received: Received = { sessions: [], operations: [], missed: 0 };
  const receive = ({ id, state, outcome }: Operation) => received.operations.push(`${id} ${outcome ?? state}`);
  news.onSession((id) => received.sessions.push(id));
  news.onOperation(receive);
  news.onMissed(() => {
    received.missed += 1;
  });
  return received;
}

/** News arrives over another connection, through a server that may be busy. */
const until = (look: () => void) => vi.waitFor(look, { timeout: 10_000 });

const prismaOf = (records: Records) => records.prisma as PrismaClient;

async function aPersonWithSessions(records: Records, ...ids: string[]): Promise<void> {
  const at = new Date();
  const prisma = prismaOf(records);
  await prisma.user.create({ data: { id: 'ada', name: 'Ada', email: 'ada@example.org', role: 'admin' } });
  for (const id of ids)
    await prisma.session.create({
      data: { id, userId: 'ada', token: id, expiresAt: new Date(at.getTime() + 60_000), createdAt: at, updatedAt: at },
    });
}

for (const [name, make] of testedDatabases(process.env.TEST_POSTGRES_URL).filter(([name]) => name === 'PostgreSQL'))
  describe(`news between consoles on one ${name}`, () => {
    let database: TestDatabase;
    let a: Records;
    let b: Records;
    let atA: Received;
    let atB: Received;
    beforeEach(async () => {
      database = await make();
      a = await openTestRecords(database, { instanceDir: `${database.folder}/a` });
      b = await openTestRecords(database, { instanceDir: `${database.folder}/b` });
      [atA, atB] = [hearing(a), hearing(b)];
    });
    afterEach(async () => {
      await a.close();
      await b.close();
      await database.remove();
    });

    test('a session that ends is told to all, however it was ended', async () => {
      await aPersonWithSessions(a, 's1', 's2');
      await prismaOf(a).session.delete({ where: { id: 's1' } });
      await until(() => expect(atB.sessions).toEqual(['s1']));
      await prismaOf(a).user.delete({ where: { id: 'ada' } });
      await until(() =>
        expect([atA.sessions, atB.sessions]).toEqual([
          ['s1', 's2'],
          ['s1', 's2'],
        ]),
      );
    });

    test.each([
      ['another role', { role: 'viewer' }],
      ['no access any more', { disabled: true }],
    ])('a person who gets %s has all their sessions told', async (_, data) => {
      await aPersonWithSessions(a, 's1', 's2');
      await prismaOf(a).user.update({ where: { id: 'ada' }, data: { name: 'Ada L.' } });
      await prismaOf(a).user.update({ where: { id: 'ada' }, data });
      await until(() => expect(atB.sessions.toSorted()).toEqual(['s1', 's2']));
    });

    test('an act is told to the others as it is written, and not to the one that wrote it', async () => {
      const { id } = await a.ledger.open(anEntry());
      await until(() => expect(atB.operations).toEqual([`${id} opened`]));
      await b.ledger.answered(id, { state: 'accepted' });
      await b.ledger.settled(id, 'converged', '');
      await until(() => expect(atA.operations.at(-1)).toBe(`${id} converged`));
      expect(atB.operations).toEqual([`${id} opened`]);
    });

    test('a connection that is lost comes back, tells that news may have been missed and what they were', async () => {
      const [{ id }] = [await a.ledger.open(anEntry())];
      await until(() => expect(atB.operations).toHaveLength(1));
      const admin = new pg.Client({ connectionString: database.url });
      await admin.connect();
      await admin.query(`SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = 'swarmdeck news'`);
      await admin.end();
      await a.ledger.settled(id, 'converged', '');
      await until(() => expect([atA.missed, atB.missed]).toEqual([1, 1]));
      await until(() => expect(atB.operations.at(-1)).toBe(`${id} converged`));
      await aPersonWithSessions(a, 's1');
      await prismaOf(a).session.delete({ where: { id: 's1' } });
      await until(() => expect(atB.sessions).toEqual(['s1']));
    });
  });

test('on SQLite there is nobody to hear from', async () => {
  const database = aSqliteDatabase();
  const records = await openTestRecords(database);
  const received = hearing(records);
  await records.ledger.open(anEntry());
  expect(received).toEqual({ sessions: [], operations: [], missed: 0 });
  await records.close();
  await database.remove();
});
