import { existsSync } from 'node:fs';
import { backup, DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { sqliteFileOf } from '../database-url';
import { newId } from '../new-id';
import { takeServerLock } from '../server-lock';
import { runTool, ToolRefused } from './run-tool';

/** A whole copy of a SQLite database as of one moment, made while others write. */
export async function copySqlite(url: string, to: string): Promise<void> {
  const from = sqliteFileOf(url);
  if (!existsSync(from))
    throw new ToolRefused(
      `There is no database at ${from}. Run this with the console's own DATA_DIR and DATABASE_URL.`,
    );
  const database = new DatabaseSync(from, { readOnly: true, timeout: 10_000 });
  try {
    // All pages in one step, because a copy in several steps restarts at every write of the console's.
    await backup(database, to, { rate: 2 ** 31 - 1 });
  } finally {
    database.close();
  }
  const copy = new DatabaseSync(to);
  try {
    const integrity = copy.prepare('PRAGMA integrity_check').get()?.integrity_check;
    if (integrity !== 'ok') throw new ToolRefused(`The copy is damaged: ${integrity}. Nothing was written.`);
  } finally {
    copy.close();
  }
}

/**
 * The address without its password, because anybody on the machine can read the process list; the password is returned
 * separately.
 */
export function withoutPassword(url: string): { dbname: string; env: Record<string, string> } {
  const address = new URL(url);
  const password = decodeURIComponent(address.password) || address.searchParams.get('password');
  address.password = '';
  address.searchParams.delete('password');
  return { dbname: address.href, env: password ? { PGPASSWORD: password } : {} };
}

export function dumpPostgres(url: string, to: string): Promise<void> {
  const { dbname, env } = withoutPassword(url);
  const options = ['--format=custom', '--no-owner', '--no-privileges', `--file=${to}`, `--dbname=${dbname}`];
  return runTool('pg_dump', options, env);
}

/** In one transaction, so that the old data go only if the whole dump could be restored. */
export function restorePostgres(url: string, from: string): Promise<void> {
  const { dbname, env } = withoutPassword(url);
  const options = [
    '--clean',
    '--if-exists',
    '--no-owner',
    '--no-privileges',
    '--single-transaction',
    '--exit-on-error',
  ];
  return runTool('pg_restore', [...options, `--dbname=${dbname}`, from], env);
}

/** Locks the file against every console that would serve from it; throws RecordsRefused where one does. */
export const holdSqlite = (url: string): (() => void) => takeServerLock(sqliteFileOf(url));

async function withClient<T>(url: string, ask: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await ask(client);
  } finally {
    await client.end();
  }
}

/** Consoles with a recent heartbeat. */
export const consolesOn = (url: string): Promise<number> =>
  withClient(url, async (client) => {
    const { rows } = await client.query(`SELECT to_regclass('instances') AS there`);
    if (rows[0]?.there === null) return 0;
    const alive = await client.query(
      `SELECT count(*)::int AS alive FROM instances
       WHERE "endedAt" IS NULL AND "expiresAt" > (clock_timestamp() AT TIME ZONE 'UTC')`,
    );
    return alive.rows[0]?.alive ?? 0;
  });

/** A temporary database beside the one of `url`; null where this user may not create one. */
export async function inSpareDatabase<T>(url: string, look: (spareUrl: string) => Promise<T>): Promise<T | null> {
  const name = `swarmdeck_check_${newId()}`;
  try {
    await withClient(url, (client) => client.query(`CREATE DATABASE ${name}`));
  } catch {
    return null;
  }
  try {
    const spare = new URL(url);
    spare.pathname = `/${name}`;
    return await look(spare.href);
  } finally {
    await withClient(url, (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`));
  }
}
