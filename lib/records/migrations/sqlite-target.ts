import { randomUUID } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { sqliteFileOf } from '../database-url';
import { timeText } from '../sqlite/sqlite-values';
import type { AppliedMigration, MigrationTarget } from './target';

const TABLE = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" TEXT PRIMARY KEY NOT NULL, "checksum" TEXT NOT NULL, "finished_at" DATETIME, "migration_name" TEXT NOT NULL,
  "logs" TEXT, "rolled_back_at" DATETIME, "started_at" DATETIME NOT NULL DEFAULT current_timestamp,
  "applied_steps_count" INTEGER UNSIGNED NOT NULL DEFAULT 0)`;
const RECORD = `INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name, started_at, applied_steps_count)
  VALUES (?, ?, ?, ?, ?, 1)`;

/** Creates a missing file, for its owner only, because it holds password hashes and whole specs. */
export function prepareSqliteFile(url: string): string {
  const file = sqliteFileOf(url);
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  if (!existsSync(file)) closeSync(openSync(file, 'a', 0o600));
  return file;
}

export function sqliteTarget(url: string): MigrationTarget {
  const db = new DatabaseSync(sqliteFileOf(url), { timeout: 10_000 });
  return {
    async begin() {
      db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
      db.exec(TABLE);
    },
    applied: async () => db.prepare('SELECT * FROM _prisma_migrations').all() as unknown as AppliedMigration[],
    async apply({ name, sql, checksum }) {
      // A rebuild drops the old table, which would cascade with foreign keys on; inside a transaction the pragma has no
      // effect.
      db.exec('PRAGMA foreign_keys = OFF');
      const started = timeText(new Date());
      db.exec('BEGIN IMMEDIATE');
      try {
        db.exec(sql);
        const broken = db.prepare('PRAGMA foreign_key_check').get();
        if (broken) throw new Error(`Migration ${name} leaves a broken foreign key: ${JSON.stringify(broken)}`);
        db.prepare(RECORD).run(randomUUID(), checksum, timeText(new Date()), name, started);
        db.exec('COMMIT');
      } finally {
        if (db.isTransaction) db.exec('ROLLBACK');
        db.exec('PRAGMA foreign_keys = ON');
      }
    },
    async close() {
      db.close();
    },
  };
}
