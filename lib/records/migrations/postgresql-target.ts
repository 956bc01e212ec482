import { randomUUID } from 'node:crypto';
import type { AppliedMigration, MigrationTarget } from './target';

/** The advisory lock that Prisma Migrate itself takes. */
const MIGRATE_LOCK = 72_707_369;
const TABLE = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`;
const RECORD = `INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name, started_at, applied_steps_count)
  VALUES ($1, $2, clock_timestamp(), $3, $4, 1)`;

export async function postgresTarget(url: string): Promise<MigrationTarget> {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return {
    async begin() {
      await client.query('SELECT pg_advisory_lock($1)', [MIGRATE_LOCK]);
      await client.query(TABLE);
    },
    applied: async () => (await client.query<AppliedMigration>('SELECT * FROM _prisma_migrations')).rows,
    async apply({ name, sql, checksum }) {
      const started = new Date();
      await client.query('BEGIN');
      try {
        await client.query(sql);
        await client.query(RECORD, [randomUUID(), checksum, name, started]);
        await client.query('COMMIT');
      } catch (error) {
        await client.query('ROLLBACK');
        throw error;
      }
    },
    // Ends the session, and its lock with it.
    close: () => client.end(),
  };
}
