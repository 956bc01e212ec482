import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import type { Log } from '#lib/ports/log';
import { newId } from '../new-id';
import { openRecords, type Records } from '../open-records';

/** A database of a test's own. */
export interface TestDatabase {
  url: string;
  folder: string;
  remove(): Promise<void>;
}

export const quietLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => quietLog,
};

export function aSqliteDatabase(): TestDatabase {
  const folder = mkdtempSync(path.join(tmpdir(), 'records-'));
  const remove = async () => rmSync(folder, { recursive: true, force: true });
  return { url: `file:${path.join(folder, 'test.db')}`, folder, remove };
}

/** A new database on the server that `serverUrl` opens; its user may create databases. */
export async function aPostgresDatabase(serverUrl: string): Promise<TestDatabase> {
  const { folder, remove } = aSqliteDatabase();
  const name = `records_${newId()}`;
  const asked = async (sql: string) => {
    const client = new pg.Client({ connectionString: serverUrl });
    await client.connect();
    await client.query(sql);
    await client.end();
  };
  await asked(`CREATE DATABASE ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    folder,
    remove: async () => {
      await asked(`DROP DATABASE ${name} WITH (FORCE)`);
      await remove();
    },
  };
}

export const openTestRecords = (
  { url, folder }: TestDatabase,
  settings: Partial<Parameters<typeof openRecords>[0]> = {},
): Promise<Records> =>
  openRecords({
    url,
    instanceDir: folder,
    log: quietLog,
    clock: { now: () => Date.now() },
    checkServerLock: true,
    ...settings,
  });

/** The databases that a suite runs on, by name; PostgreSQL where a server is given. */
export function testedDatabases(postgresUrl: string | undefined): [string, () => Promise<TestDatabase>][] {
  const sqlite: [string, () => Promise<TestDatabase>] = ['SQLite', async () => aSqliteDatabase()];
  if (postgresUrl) return [sqlite, ['PostgreSQL', () => aPostgresDatabase(postgresUrl)]];
  console.info('PostgreSQL was not run: TEST_POSTGRES_URL is not set.');
  return [sqlite];
}
