import type { Clock } from '#lib/ports/clock';
import type { Log } from '#lib/ports/log';
import { type Provider, providerOf, sqliteFileOf } from './database-url';
import type { PrismaClient } from './generated/sqlite/client';
import { SqliteAdapter } from './sqlite/sqlite-adapter';

/** How long a statement waits for another process to end its transaction. */
const BUSY_MS = 5_000;
const POSTGRES_CONNECTIONS = 10;

export interface Database {
  /** Typed as SQLite's client, the lower common denominator, whichever database it is. */
  prisma: PrismaClient;
  provider: Provider;
  /** The database's own clock, which several consoles share. */
  now(): Promise<Date>;
  close(): Promise<void>;
}

/** Opens a migrated database. Connects with the first query; once closed, it stays closed. */
export async function openDatabase(url: string, { log, clock }: { log: Log; clock: Clock }): Promise<Database> {
  const provider = providerOf(url);
  let isClosed = false;
  const prisma = await (provider === 'sqlite' ? sqliteClient : postgresClient)(url, log, () => isClosed);
  return {
    prisma,
    provider,
    async now() {
      if (provider === 'sqlite') return new Date(clock.now());
      const [row] = await prisma.$queryRawUnsafe<{ now: Date }[]>('SELECT clock_timestamp() AS now');
      return row?.now ?? new Date(clock.now());
    },
    async close() {
      isClosed = true;
      await prisma.$disconnect();
    },
  };
}

/** Prisma reconnects after a disconnect by itself: without this, a late writer would write beside the next server. */
function closable<Factory extends { connect(): Promise<unknown> }>(factory: Factory, isClosed: () => boolean): Factory {
  const connect = factory.connect.bind(factory);
  return Object.assign(factory, {
    connect: async () => {
      if (isClosed()) throw Object.assign(new Error('the records are closed'), { code: 'RECORDS_CLOSED' });
      return connect();
    },
  });
}

async function sqliteClient(url: string, _log: Log, isClosed: () => boolean): Promise<PrismaClient> {
  const { PrismaClient } = await import('./generated/sqlite/client');
  const adapter = new SqliteAdapter({ file: sqliteFileOf(url), timeout: BUSY_MS });
  return new PrismaClient({ adapter: closable(adapter, isClosed), errorFormat: 'minimal' });
}

async function postgresClient(url: string, log: Log, isClosed: () => boolean): Promise<PrismaClient> {
  const [{ PrismaClient: PostgresClient }, { PrismaPg }] = await Promise.all([
    import('./generated/postgresql/client'),
    import('@prisma/adapter-pg'),
  ]);
  const logLost = (err: Error) => log.warn({ err }, 'a connection to the database was lost');
  const adapter = new PrismaPg(
    { connectionString: url, max: POSTGRES_CONNECTIONS },
    { onPoolError: logLost, onConnectionError: logLost },
  );
  return new PostgresClient({
    adapter: closable(adapter, isClosed),
    errorFormat: 'minimal',
  }) as unknown as PrismaClient;
}
