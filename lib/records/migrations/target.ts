import type { Migration } from './migration-files';

/** A row of Prisma's own table of migrations. */
export interface AppliedMigration {
  migration_name: string;
  checksum: string;
  finished_at: unknown;
  rolled_back_at: unknown;
}

/** A database to migrate in Prisma Migrate's format, so that its own command may take over at any time. */
export interface MigrationTarget {
  /** Keeps others from migrating until `close`. */
  begin(): Promise<void>;
  applied(): Promise<AppliedMigration[]>;
  /** Runs and records one migration, wholly or not at all. */
  apply(migration: Migration): Promise<void>;
  close(): Promise<void>;
}
