import type { Clock } from '#lib/ports/clock';
import type { Log } from '#lib/ports/log';
import { type Provider, providerOf, sqliteFileOf } from './database-url';
import type { PrismaClient } from './generated/sqlite/client';
import { SqliteAdapter } from './sqlite-adapter';

/** How long a statement waits for another process to end its transaction. */
const BUSY_MS = 5_000;
const POSTGRES_CONNECTIONS = 10;

export interface Database {
  /** Typed as SQLite's client, the lower common denominator, whichever database it is. */
  prisma: PrismaClient;
  provider: Provider;
  /** The database's own time: what several consoles agree upon. */
  now(): Promise<Date>;
  close(): Promise<void>;
}

/** Opens a database that is migrated already. Connects with the first query. */
export async function openDatabase(url: string, { log, clock }: { log: Log; clock: Clock }): Promise<Database> {
  const provider = providerOf(url);
  const prisma = provider === 'sqlite' ? await sqliteClient(url) : await postgresClient(url, log);
  return {
    prisma,
    provider,
    async now() {
      if (provider === 'sqlite') return new Date(clock.now());
      const [row] = await prisma.$queryRawUnsafe<{ now: Date }[]>('SELECT clock_timestamp() AS now');
      return row?.now ?? new Date(clock.now());
    },
    close: () => prisma.$disconnect(),
  };
}

async function sqliteClient(url: string): Promise<PrismaClient> {
  const { PrismaClient } = await import('./generated/sqlite/client');
  return new PrismaClient({ adapter: new SqliteAdapter({ url: `file:${sqliteFileOf(url)}`, timeout: BUSY_MS }) });
}

async function postgresClient(url: string, log: Log): Promise<PrismaClient> {
  const [{ PrismaClient: PostgresClient }, { PrismaPg }] = await Promise.all([
    import('./generated/postgresql/client'),
    import('@prisma/adapter-pg'),
  ]);
  const told = (err: Error) => log.warn({ err }, 'a connection to the database was lost');
  const adapter = new PrismaPg(
    { connectionString: url, max: POSTGRES_CONNECTIONS },
    { onPoolError: told, onConnectionError: told },
  );
  return new PostgresClient({ adapter }) as unknown as PrismaClient;
}
