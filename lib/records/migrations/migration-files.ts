import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export interface Migration {
  name: string;
  sql: string;
  /** As Prisma Migrate makes it: SHA-256 of the file. */
  checksum: string;
}

/** The migrations in a folder, in the order of their names, which begin with their time. */
export function readMigrations(folder: string): Migration[] {
  if (!existsSync(folder)) throw new Error(`There are no migrations in ${path.resolve(folder)}.`);
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
    .map((name) => {
      const sql = readFileSync(path.join(folder, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    });
}
