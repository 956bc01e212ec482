import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import type { Log } from '#lib/ports/log';
import { MIGRATIONS, migrate } from '../migrations/migrate';
import { readMigrations } from '../migrations/migration-files';
import { newId } from '../new-id';
import { openRecords, type Records } from '../open-records';

/** A test's own database. */
export interface TestDatabase {
  url: string;
  folder: string;
  remove(): Promise<void>;
}

export const TEST_LEDGER_SECRET = 'ledger secret of the tests, long enough';

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

async function withServer<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const databaseUrl = (serverUrl: string, name: string): string => {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
};

let template: Promise<string> | undefined;

/** A migrated database to copy from, created once by the first process of a run that requests it. */
const migratedTemplate = (serverUrl: string): Promise<string> =>
  withServer(serverUrl, async (client) => {
    const migrations = readMigrations(path.join(MIGRATIONS, 'postgresql')).map(({ checksum }) => checksum);
    const name = `records_${createHash('sha256').update(migrations.join()).digest('hex').slice(0, 16)}`;
    await client.query('SELECT pg_advisory_lock(1)');
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (rowCount === 0) {
      await client.query(`CREATE DATABASE ${name}_made`);
      await migrate(databaseUrl(serverUrl, `${name}_made`));
      await client.query(`ALTER DATABASE ${name}_made RENAME TO ${name}`);
    }
    return name;
  });

/** A test's own database on the server of `serverUrl`, migrated or empty; its user may create databases. */
export async function aPostgresDatabase(serverUrl: string, { empty = false } = {}): Promise<TestDatabase> {
  const { folder, remove } = aSqliteDatabase();
  const name = `records_${newId()}`;
  if (!empty) template ??= migratedTemplate(serverUrl);
  const copied = empty ? '' : ` TEMPLATE ${await template} STRATEGY FILE_COPY`;
  await withServer(serverUrl, (client) => client.query(`CREATE DATABASE ${name}${copied}`));
  return {
    url: databaseUrl(serverUrl, name),
    folder,
    remove: async () => {
      await withServer(serverUrl, (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`));
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
    ledgerSecret: TEST_LEDGER_SECRET,
    log: quietLog,
    clock: { now: () => Date.now() },
    checkServerLock: true,
    ...settings,
  });

/** The databases that a suite runs on, by name; PostgreSQL where a server is given, migrated already unless `empty`. */
export function testedDatabases(
  postgresUrl: string | undefined,
  { empty = false } = {},
): [string, () => Promise<TestDatabase>][] {
  const sqlite: [string, () => Promise<TestDatabase>] = ['SQLite', async () => aSqliteDatabase()];
  if (postgresUrl) return [sqlite, ['PostgreSQL', () => aPostgresDatabase(postgresUrl, { empty })]];
  console.info('PostgreSQL was not run: TEST_POSTGRES_URL is not set.');
  return [sqlite];
}
