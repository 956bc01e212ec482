import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase } from '../database';
import { sqliteFileOf } from '../database-url';
import { missingGuard } from '../guards';
import { aSqliteDatabase, quietLog, type TestDatabase, testedDatabases } from '../testing/databases';
import { assertMigrated, migrate } from './migrate';

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'migrations-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Writes a migration for both databases. */
function aMigration(name: string, sql: string): void {
  for (const provider of ['sqlite', 'postgresql']) {
    mkdirSync(path.join(root, provider, name), { recursive: true });
    writeFileSync(path.join(root, provider, name, 'migration.sql'), sql);
  }
}

const FIRST = 'CREATE TABLE a (id INTEGER PRIMARY KEY);';

for (const [name, make] of testedDatabases(process.env.TEST_POSTGRES_URL, { empty: true }))
  describe(`migrations on ${name}`, () => {
    let database: TestDatabase;
    beforeEach(async () => {
      database = await make();
    });
    afterEach(() => database.remove());
    const refusal = (work: Promise<unknown>) =>
      work.then(
        () => null,
        ({ code, params }) => ({ code, name: params.name }),
      );

    test('the real ones give a guarded ledger, and are applied once', async () => {
      expect((await migrate(database.url)).length).toBeGreaterThan(0);
      expect(await migrate(database.url)).toEqual([]);
      const opened = await openDatabase(database.url, { log: quietLog, clock: { now: () => Date.now() } });
      expect(await missingGuard(opened)).toBeNull();
      await opened.close();
    });

    test('they are applied in their order, each once', async () => {
      aMigration('1_a', FIRST);
      aMigration('2_b', 'INSERT INTO a VALUES (1);');
      expect(await migrate(database.url, root)).toEqual(['1_a', '2_b']);
      aMigration('3_c', 'INSERT INTO a VALUES (2);');
      expect(await migrate(database.url, root)).toEqual(['3_c']);
    });

    test('one that fails leaves nothing behind and is tried again', async () => {
      aMigration('1_a', `${FIRST} INSERT INTO nowhere VALUES (1);`);
      await expect(migrate(database.url, root)).rejects.toThrow(/nowhere/);
      aMigration('1_a', FIRST);
      expect(await migrate(database.url, root)).toEqual(['1_a']);
    });

    test('a database of a newer version, and an edited migration, are refused by name', async () => {
      aMigration('1_a', FIRST);
      aMigration('2_b', 'INSERT INTO a VALUES (1);');
      await migrate(database.url, root);
      aMigration('1_a', `${FIRST} -- edited`);
      expect(await refusal(migrate(database.url, root))).toEqual({ code: 'edited', name: '1_a' });
      for (const provider of ['sqlite', 'postgresql']) rmSync(path.join(root, provider, '2_b'), { recursive: true });
      aMigration('1_a', FIRST);
      expect(await refusal(migrate(database.url, root))).toEqual({ code: 'newer', name: '2_b' });
    });

    test('a command beside the server changes nothing and refuses what is behind', async () => {
      aMigration('1_a', FIRST);
      await migrate(database.url, root);
      aMigration('2_b', 'INSERT INTO a VALUES (1);');
      expect(await refusal(assertMigrated(database.url, root))).toEqual({ code: 'behind', name: '2_b' });
      await migrate(database.url, root);
      expect(await refusal(assertMigrated(database.url, root))).toBeNull();
    });
  });

describe('migrations on SQLite alone', () => {
  test('a table that is built anew keeps the rows that hang on it', async () => {
    const { url, remove } = aSqliteDatabase();
    aMigration(
      '1_init',
      `CREATE TABLE p (id INTEGER PRIMARY KEY);
       CREATE TABLE c (id INTEGER PRIMARY KEY, pid INTEGER REFERENCES p(id) ON DELETE CASCADE);
       INSERT INTO p VALUES (1); INSERT INTO c VALUES (1, 1);`,
    );
    aMigration(
      '2_rebuild',
      `PRAGMA defer_foreign_keys=ON; PRAGMA foreign_keys=OFF;
       CREATE TABLE new_p (id INTEGER PRIMARY KEY, n TEXT); INSERT INTO new_p (id) SELECT id FROM p;
       DROP TABLE p; ALTER TABLE new_p RENAME TO p; PRAGMA foreign_keys=ON; PRAGMA defer_foreign_keys=OFF;`,
    );
    await migrate(url, root);
    const db = new DatabaseSync(sqliteFileOf(url));
    expect(db.prepare('SELECT count(*) AS n FROM c').get()).toEqual({ n: 1 });
    aMigration('3_broken', 'DELETE FROM p;');
    await expect(migrate(url, root)).rejects.toThrow(/3_broken leaves a broken foreign key/);
    expect(db.prepare('SELECT count(*) AS n FROM p').get()).toEqual({ n: 1 });
    db.close();
    await remove();
  });

  test('the file is for its owner alone', async () => {
    const { url, remove } = aSqliteDatabase();
    await migrate(url);
    expect((statSync(sqliteFileOf(url)).mode & 0o777).toString(8)).toBe('600');
    await remove();
  });
});
