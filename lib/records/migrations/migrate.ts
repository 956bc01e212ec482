import { existsSync } from 'node:fs';
import path from 'node:path';
import { placeOf, providerOf, sqliteFileOf } from '../database-url';
import { RecordsRefused } from '../refused';
import { type Migration, readMigrations } from './migration-files';
import { postgresTarget } from './postgresql-target';
import { prepareSqliteFile, sqliteTarget } from './sqlite-target';
import type { AppliedMigration, MigrationTarget } from './target';

export const MIGRATIONS = 'prisma/migrations';

/** Migrates the database to this version and returns the applied migrations. Refuses unknown or altered ones. */
export function migrate(url: string, root = MIGRATIONS): Promise<string[]> {
  return withTarget(url, root, async (target, pending) => {
    for (const migration of pending) await target.apply(migration);
    return pending.map(({ name }) => name);
  });
}

/** For commands that run beside a serving process: refuses a database that is not of this version. */
export async function assertMigrated(url: string, root = MIGRATIONS): Promise<void> {
  if (providerOf(url) === 'sqlite' && !existsSync(sqliteFileOf(url)))
    throw new RecordsRefused('unusable', { place: placeOf(url), text: 'there is no such file' });
  return withTarget(url, root, async (_, [missing]) => {
    if (missing) throw new RecordsRefused('behind', { place: placeOf(url), name: missing.name });
  });
}

async function withTarget<T>(
  url: string,
  root: string,
  work: (target: MigrationTarget, pending: Migration[]) => Promise<T>,
): Promise<T> {
  const provider = providerOf(url);
  const known = readMigrations(path.join(root, provider));
  if (provider === 'sqlite') prepareSqliteFile(url);
  const target = provider === 'sqlite' ? sqliteTarget(url) : await postgresTarget(url);
  try {
    await target.begin();
    return await work(target, pendingOf(placeOf(url), known, await target.applied()));
  } finally {
    await target.close();
  }
}

function pendingOf(place: string, known: Migration[], rows: AppliedMigration[]): Migration[] {
  const applied = new Set<string>();
  for (const row of rows.filter(({ rolled_back_at }) => !rolled_back_at)) {
    const name = row.migration_name;
    const migration = known.find((one) => one.name === name);
    if (!migration) throw new RecordsRefused('newer', { place, name });
    if (!row.finished_at) throw new RecordsRefused('half_applied', { place, name });
    if (migration.checksum !== row.checksum) throw new RecordsRefused('edited', { place, name });
    applied.add(name);
  }
  return known.filter(({ name }) => !applied.has(name));
}
