import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { OperationId, ServiceId } from '#lib/domain/ids';
import { rawSpec } from '#lib/domain/spec/raw-spec';
import type { Log } from '#lib/ports/log';
import { anEntry } from '#lib/ports/testing/entries';
import { canonicalJson } from './canonical-json';
import { sqliteFileOf } from './database-url';
import type { PrismaClient } from './generated/sqlite/client';
import type { Records } from './open-records';
import {
  aPostgresDatabase,
  aSqliteDatabase,
  openTestRecords,
  quietLog,
  type TestDatabase,
  testedDatabases,
} from './testing/databases';

/** Another process on the same database. */
const beside = (script: string, { url, folder }: TestDatabase, ...more: string[]) =>
  spawn(
    process.execPath,
    ['--import', 'tsx', new URL(`./testing/${script}`, import.meta.url).pathname, url, folder, ...more],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );

const sqlOf = (records: Records, sql: string) => (records.prisma as PrismaClient).$executeRawUnsafe(sql);
const countsOf = async ({ prisma }: Records) => [
  await (prisma as PrismaClient).ledgerRow.count(),
  await (prisma as PrismaClient).operation.count(),
];

for (const [name, make] of testedDatabases(process.env.TEST_POSTGRES_URL))
  describe(`the records on ${name}`, () => {
    const onPostgres = name === 'PostgreSQL';
    let database: TestDatabase;
    let records: Records;
    beforeEach(async () => {
      database = await make();
      records = await openTestRecords(database);
    });
    afterEach(async () => {
      await records.close();
      await database.remove();
    });
    const unguard = (event: 'update' | 'delete') =>
      sqlOf(records, `DROP TRIGGER ledger_refuses_${event}${onPostgres ? ' ON ledger' : ''}`);

    const definitionOf = async (trigger: string): Promise<string> => {
      const sql = onPostgres
        ? `SELECT pg_get_triggerdef(oid) AS sql FROM pg_trigger WHERE tgname = '${trigger}'`
        : `SELECT sql FROM sqlite_master WHERE name = '${trigger}'`;
      const [row] = await (records.prisma as PrismaClient).$queryRawUnsafe<{ sql: string }[]>(sql);
      return row?.sql ?? '';
    };
    /** The first row as written by somebody without the key. */
    const withPlainHash = async (change = (body: string) => body): Promise<void> => {
      const { hash: _, ...row } = await (records.prisma as PrismaClient).ledgerRow.findFirstOrThrow({
        omit: { keyed: true },
      });
      const body = change(row.body);
      const hash = createHash('sha256')
        .update(canonicalJson({ ...row, body }))
        .digest('hex');
      await (records.prisma as PrismaClient).ledgerRow.update({ where: { seq: row.seq }, data: { body, hash } });
    };

    test('a row of the ledger is not changed, removed or replaced', async () => {
      await records.ledger.open(anEntry());
      const replace = onPostgres ? 'TRUNCATE ledger' : 'INSERT OR REPLACE INTO ledger SELECT * FROM ledger';
      for (const sql of [`UPDATE ledger SET body = '{}'`, 'DELETE FROM ledger', replace])
        await expect(sqlOf(records, sql)).rejects.toThrow(/append-only/);
      expect(await records.ledger.verify()).toEqual({ rows: 1, brokenAt: null });
    });

    test.each([
      ['a row is altered', 'update', `UPDATE ledger SET body = replace(body, 'web=5', 'web=50') WHERE seq = 3`, 3],
      ['a time is altered', 'update', `UPDATE ledger SET at = '2020-01-01T00:00:00.000Z' WHERE seq = 2`, 2],
      ['a row is taken out', 'delete', 'DELETE FROM ledger WHERE seq = 2', 3],
      ['the tail is cut off', 'delete', 'DELETE FROM ledger WHERE seq > 3', 4],
    ] as const)('the chain is broken when %s', async (_, guard, tampering, brokenAt) => {
      for (let n = 0; n < 5; n += 1) await records.ledger.open(anEntry());
      await unguard(guard);
      await sqlOf(records, tampering);
      expect(await records.ledger.verify()).toMatchObject({ brokenAt });
    });

    test('a ledger without its guards is not opened', async () => {
      await unguard('delete');
      await records.close();
      await expect(openTestRecords(database)).rejects.toMatchObject({
        code: 'unguarded',
        params: { name: 'ledger_refuses_delete' },
      });
    });

    test('a guard that bears its name and lets everything pass is not taken for one', async () => {
      await unguard('delete');
      if (onPostgres) {
        await sqlOf(
          records,
          'CREATE FUNCTION lets_pass() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN OLD; END $$',
        );
        await sqlOf(
          records,
          'CREATE TRIGGER ledger_refuses_delete BEFORE DELETE ON ledger FOR EACH ROW EXECUTE FUNCTION lets_pass()',
        );
      } else await sqlOf(records, 'CREATE TRIGGER ledger_refuses_delete BEFORE DELETE ON ledger BEGIN SELECT 1; END');
      await records.close();
      await expect(openTestRecords(database)).rejects.toMatchObject({
        code: 'unguarded',
        params: { name: 'ledger_refuses_delete' },
      });
    });

    test('rows that are written past the console, with a chain of their own, are seen', async () => {
      await records.ledger.open(anEntry());
      await unguard('update');
      await withPlainHash((body) => body.replace('Ada', 'Eve'));
      expect(await records.ledger.verify()).toMatchObject({ brokenAt: null, unkeyed: true });
    });

    test('a ledger from before there was a key goes on with one, and says so', async () => {
      const { id } = await records.ledger.open(anEntry());
      const definition = await definitionOf('ledger_refuses_update');
      await unguard('update');
      await withPlainHash();
      await sqlOf(records, definition);
      await records.close();
      records = await openTestRecords(database);
      const { items } = await records.ledger.operations({ limit: 9 });
      expect(items.map((each) => each.action)).toEqual(['ledger.keyed', anEntry().action]);
      expect(items[0]?.changes).toEqual([{ path: 'Ledger.rowsWithoutKey', before: null, after: 1 }]);
      expect(items[1]?.id).toBe(id);
      expect(await records.ledger.verify()).toEqual({ rows: 4, brokenAt: null });
      await records.close();
      records = await openTestRecords(database);
      expect((await records.ledger.head())?.seq).toBe(4);
    });

    test('another key is refused with the remedy', async () => {
      await records.ledger.open(anEntry());
      await records.close();
      const other = openTestRecords(database, { ledgerSecret: 'another secret, as long as the first one' });
      await expect(other).rejects.toMatchObject({ code: 'other_key', message: expect.stringContaining('LEDGER_KEY') });
    });

    test('what a process left open is told to the next one, which goes on with the chain', async () => {
      const { id } = await records.ledger.open(anEntry());
      await records.close();
      records = await openTestRecords(database);
      const next = await records.ledger.open(anEntry());
      expect((await records.ledger.unsettled()).map(({ id, ofThisBoot }) => [id, ofThisBoot])).toEqual([
        [id, false],
        [next.id, true],
      ]);
      const rows = [...(await records.ledger.rows(id)), ...(await records.ledger.rows(next.id))];
      expect(new Set(rows.map(({ instance }) => instance)).size).toBe(1);
      expect(new Set(rows.map(({ boot }) => boot)).size).toBe(2);
      expect(await records.ledger.verify()).toEqual({ rows: 2, brokenAt: null });
    });

    test('a claim outlives the process that made it', async () => {
      const [id, spec] = ['web' as ServiceId, rawSpec('{"Name":"web"}')];
      await records.revisions.claim(id, spec, 'operation-1' as OperationId, 'Ada', 10);
      await records.close();
      records = await openTestRecords(database);
      expect(await records.revisions.record({ serviceId: id, name: 'web', version: 11, spec, at: 0 })).toMatchObject({
        by: 'Ada',
      });
    });

    test('two processes at once keep one chain', async () => {
      const command = beside('act-beside.ts', database, '30');
      const ended = once(command, 'exit');
      await once(createInterface({ input: command.stdout }), 'line');
      for (let n = 0; n < 60; n += 1) await records.ledger.open(anEntry());
      expect(await ended).toEqual([0, null]);
      expect(await records.ledger.verify()).toEqual({ rows: 90, brokenAt: null });
      const rows = await (records.prisma as PrismaClient).ledgerRow.groupBy({ by: ['boot'], _count: true });
      expect(rows.map(({ _count }) => _count).sort()).toEqual([30, 60]);
    });

    test('it is ready while the database takes a write, and not once it is closed', async () => {
      expect(await records.ready()).toBe(true);
      await records.close();
      expect(await records.ready()).toBe(false);
      await expect(records.ledger.open(anEntry())).rejects.toMatchObject({
        code: 'records_unavailable',
        params: { reason: 'closed' },
        engineText: 'the records are closed',
      });
    });
  });

describe('the records on SQLite', () => {
  let database: TestDatabase;
  let records: Records;
  beforeEach(async () => {
    database = aSqliteDatabase();
    records = await openTestRecords(database);
  });
  afterEach(async () => {
    await records.close();
    await database.remove();
  });

  test.each([
    ['is read-only', 'query_only = ON', 'query_only = OFF', 'read_only', '{}'],
    ['is full', 'max_page_count = 1', 'max_page_count = 1000000', 'full', 'x'.repeat(50_000)],
  ])('when the database %s nothing is opened, not even by half, and it goes on afterwards', async (...words) => {
    const [, breakIt, mendIt, reason, body] = words;
    await records.ledger.open(anEntry());
    const prisma = records.prisma as PrismaClient;
    await prisma.$queryRawUnsafe(`PRAGMA ${breakIt}`);
    const entry = anEntry({ request: { method: 'POST', path: '/', body } });
    await expect(records.ledger.open(entry)).rejects.toMatchObject({ code: 'records_unavailable', params: { reason } });
    const both = await Promise.allSettled([records.ledger.open(entry), records.ledger.open(entry)]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    if (reason === 'read_only') expect(await records.ready()).toBe(false);
    await prisma.$queryRawUnsafe(`PRAGMA ${mendIt}`);
    expect(await countsOf(records)).toEqual([1, 1]);
    await records.ledger.open(anEntry());
    expect(await records.ledger.verify()).toEqual({ rows: 2, brokenAt: null });
  });

  test('a database that another holds is told as busy', async () => {
    await (records.prisma as PrismaClient).$queryRawUnsafe('PRAGMA busy_timeout = 0');
    const other = new DatabaseSync(sqliteFileOf(database.url));
    other.exec('BEGIN IMMEDIATE');
    await expect(records.ledger.open(anEntry())).rejects.toMatchObject({ params: { reason: 'busy' } });
    other.close();
    await records.ledger.open(anEntry());
  });

  test('rules of the schema stay what they are for identity, outages are faults', async () => {
    const prisma = records.prisma as PrismaClient;
    const person = { id: 'a', name: 'Ada', email: 'ada@example.org' };
    await prisma.user.create({ data: person });
    expect(await prisma.user.findUnique({ where: { id: 'a' } })).toMatchObject({ role: 'viewer', disabled: false });
    await expect(prisma.user.create({ data: { ...person, id: 'b' } })).rejects.toMatchObject({ code: 'P2002' });
    await prisma.$queryRawUnsafe('PRAGMA query_only = ON');
    await expect(prisma.user.create({ data: { ...person, id: 'b', email: 'b' } })).rejects.toMatchObject({
      code: 'records_unavailable',
    });
  });

  test('a second server is refused; a command beside the server is not', async () => {
    await expect(openTestRecords(database)).rejects.toMatchObject({ code: 'in_use' });
    const command = await openTestRecords(database, { checkServerLock: false });
    await command.ledger.open(anEntry());
    await command.close();
    await expect(openTestRecords(database)).rejects.toThrow(/Another Swarmdeck process is serving from .*test\.db/);
  });

  test('a command finds no database where no server ever ran', async () => {
    const elsewhere = aSqliteDatabase();
    await expect(openTestRecords(elsewhere, { checkServerLock: false })).rejects.toMatchObject({ code: 'unusable' });
    await elsewhere.remove();
  });

  test('a file that is no database is refused in words', async () => {
    const elsewhere = aSqliteDatabase();
    const url = `file:${elsewhere.folder}/folder`;
    mkdirSync(`${elsewhere.folder}/folder`);
    await expect(openTestRecords({ ...elsewhere, url })).rejects.toMatchObject({ code: 'unusable' });
    await elsewhere.remove();
  });

  test('a server that is killed in the middle of an act leaves its lock and the act to the next', async () => {
    await records.close();
    const server = beside('serve-beside.ts', database);
    const [id] = await once(createInterface({ input: server.stdout }), 'line');
    await expect(openTestRecords(database)).rejects.toMatchObject({ code: 'in_use' });
    server.kill('SIGKILL');
    await once(server, 'exit');
    records = await openTestRecords(database);
    expect(await records.ledger.unsettled()).toMatchObject([{ id, state: 'opened', ofThisBoot: false }]);
    expect(await records.ledger.verify()).toEqual({ rows: 1, brokenAt: null });
  });

  test('the id of the installation is kept in its folder', async () => {
    const first = await records.ledger.open(anEntry());
    await records.close();
    rmSync(`${database.folder}/instance-id`);
    records = await openTestRecords(database);
    const second = await records.ledger.open(anEntry());
    const [a, b] = [...(await records.ledger.rows(first.id)), ...(await records.ledger.rows(second.id))];
    expect(a?.instance).not.toBe(b?.instance);
  });
});

// Without a PostgreSQL server there is nothing to run: testedDatabases prints that.
if (process.env.TEST_POSTGRES_URL)
  describe('consoles that share a PostgreSQL', () => {
    const serverUrl = process.env.TEST_POSTGRES_URL ?? '';
    let database: TestDatabase;
    let consoles: Records[];
    beforeEach(async () => {
      database = await aPostgresDatabase(serverUrl);
      consoles = [];
      for (const instanceDir of ['a', 'b', 'c'])
        consoles.push(await openTestRecords(database, { instanceDir: `${database.folder}/${instanceDir}` }));
    });
    afterEach(async () => {
      for (const one of consoles) await one.close();
      await database.remove();
    });

    test('keep one chain, also when they act on the same operation', async () => {
      const opened = await Promise.all(
        consoles.flatMap(({ ledger }) => Array.from({ length: 20 }, () => ledger.open(anEntry()))),
      );
      await Promise.all(opened.flatMap(({ id }) => consoles.map(({ ledger }) => ledger.settled(id, 'converged', ''))));
      const [first] = consoles;
      expect(await first?.ledger.verify()).toEqual({ rows: 120, brokenAt: null });
    });

    test('start together on an empty database, and one of them applies the migrations', async () => {
      const empty = await aPostgresDatabase(serverUrl, { empty: true });
      const applied: unknown[] = [];
      const log = { ...quietLog, info: (about: object) => 'applied' in about && applied.push(about) } as Log;
      const started = await Promise.all(
        ['a', 'b', 'c'].map((name) => openTestRecords(empty, { instanceDir: `${empty.folder}/${name}`, log })),
      );
      expect(applied).toHaveLength(1);
      expect(await Promise.all(started.map((one) => one.ready()))).toEqual([true, true, true]);
      for (const one of started) await one.close();
      await empty.remove();
    });

    test('take over the acts of one that was killed once its signs of life have stopped for long', async () => {
      const [, b] = consoles as [Records, Records];
      const killed = beside('serve-beside.ts', { ...database, folder: `${database.folder}/d` });
      const [id] = await once(createInterface({ input: killed.stdout }), 'line');
      killed.kill('SIGKILL');
      await once(killed, 'exit');
      expect(await b.ledger.unsettled(), 'it may be a slow one').toEqual([]);
      await sqlOf(
        b,
        `UPDATE instances SET "expiresAt" = "expiresAt" - interval '45 seconds' WHERE "endedAt" IS NULL
        AND boot = (SELECT boot FROM ledger WHERE "operationId" = '${id}')`,
      );
      expect(await b.ledger.unsettled()).toMatchObject([{ id, state: 'opened', ofThisBoot: false }]);
    });

    test('leave the acts of one that lives to itself, and take over those of one that ended', async () => {
      const [a, b] = consoles as [Records, Records];
      const { id } = await a.ledger.open(anEntry());
      expect(await b.ledger.unsettled()).toEqual([]);
      await a.close();
      expect(await b.ledger.unsettled()).toMatchObject([{ id, ofThisBoot: false }]);
    });

    test('number the revisions of a service once', async () => {
      const seen = { serviceId: 'web' as ServiceId, name: 'web', at: 0 };
      for (let version = 1; version <= 10; version += 1)
        await Promise.all(
          consoles.map(({ revisions }) => revisions.record({ ...seen, version, spec: rawSpec(`{"V":"${version}"}`) })),
        );
      const list = await consoles[0]?.revisions.list(seen.serviceId, 100);
      expect(list?.map(({ number, lastVersion }) => [number, lastVersion])).toEqual(
        Array.from({ length: 10 }, (_, n) => [10 - n, 10 - n]),
      );
    });

    test('tell when the database turns read-only, and go on when it takes writes again', async () => {
      const [a] = consoles as [Records];
      const name = new URL(database.url).pathname.slice(1);
      const admin = new pg.Client({ connectionString: serverUrl });
      await admin.connect();
      const turn = async (word: 'on' | 'off') => {
        await admin.query(`ALTER DATABASE ${name} SET default_transaction_read_only = ${word}`);
        await admin.query(`SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '${name}'`);
      };
      await turn('on');
      await expect(a.ledger.open(anEntry())).rejects.toMatchObject({ code: 'records_unavailable' });
      expect(await a.ready()).toBe(false);
      await turn('off');
      await a.ready();
      await a.ledger.open(anEntry());
      expect(await a.ledger.verify()).toEqual({ rows: 1, brokenAt: null });
      await admin.end();
    });
  });
