import type { Clock } from '#lib/ports/clock';
import type { Ledger } from '#lib/ports/ledger';
import type { Log } from '#lib/ports/log';
import type { Revisions } from '#lib/ports/revisions';
import type { SignInLinks } from '#lib/ports/sign-in-links';
import { type Database, openDatabase } from './database';
import { type Provider, placeOf, providerOf } from './database-url';
import { isStatementError, recordsFault } from './faults';
import { missingGuard } from './guards';
import { Heartbeat } from './instances/heartbeat';
import { instanceIdIn } from './instances/instance-id';
import { RecordedLedger } from './ledger/recorded-ledger';
import { RecordedSignInLinks } from './links/recorded-sign-in-links';
import { assertMigrated, migrate } from './migrations/migrate';
import { prepareSqliteFile } from './migrations/sqlite-target';
import { newId } from './new-id';
import { RecordsRefused } from './refused';
import { RecordedRevisions } from './revisions/recorded-revisions';
import { takeServerLock } from './server-lock';

export interface RecordsSettings {
  /** `file:…` or `postgresql://…`. */
  url: string;
  /** Where the id of this installation is kept (DATA_DIR); without it each start is its own. */
  instanceDir?: string;
  log: Log;
  clock: Clock;
  /**
   * True for the process that serves: it alone may have the SQLite file, applies migrations and gives signs of life.
   * False for a command beside it, which finds everything in place or refuses.
   */
  checkServerLock: boolean;
  /** The folder of migrations; `prisma/migrations` under the working directory when not given. */
  migrations?: string;
}

export interface Records {
  ledger: Ledger;
  revisions: Revisions;
  links: SignInLinks;
  /** The Prisma client, for better-auth's adapter and the store of rate limits: its outages are `records_unavailable` too. */
  prisma: unknown;
  provider: Provider;
  /** False when the database does not take a write. */
  ready(): Promise<boolean>;
  close(): Promise<void>;
}

/** Opens the records, or throws RecordsRefused with the remedy in its message. */
export async function openRecords(settings: RecordsSettings): Promise<Records> {
  const release: (() => void | Promise<void>)[] = [];
  const close = async () => {
    for (const step of release.splice(0).reverse()) await step();
  };
  try {
    return { ...(await open(settings, release)), close };
  } catch (error) {
    await close();
    if (error instanceof RecordsRefused) throw error;
    const text = error instanceof Error ? error.message : String(error);
    throw new RecordsRefused('unusable', { place: placeOf(settings.url), text }, error);
  }
}

async function open(
  { url, instanceDir, log, clock, checkServerLock: serves, migrations }: RecordsSettings,
  release: (() => void | Promise<void>)[],
): Promise<Omit<Records, 'close'>> {
  if (serves && providerOf(url) === 'sqlite') release.push(takeServerLock(prepareSqliteFile(url)));
  const applied = serves ? await migrate(url, migrations) : await assertMigrated(url, migrations).then(() => []);
  if (applied.length > 0) log.info({ applied, place: placeOf(url) }, 'migrations applied');

  const database = await openDatabase(url, { log, clock });
  release.push(() => database.close());
  const missing = await missingGuard(database);
  if (missing) throw new RecordsRefused('unguarded', { place: placeOf(url), name: missing });

  const instance = instanceDir === undefined ? newId() : instanceIdIn(instanceDir);
  const consoles = new Heartbeat({ database, log, instance, boot: newId() });
  if (serves) {
    await consoles.start();
    release.push(() => consoles.stop().catch((err: unknown) => log.warn({ err }, 'the end could not be written')));
  }
  return {
    ledger: new RecordedLedger({ database, consoles, clock, log }),
    revisions: new RecordedRevisions(database),
    links: new RecordedSignInLinks(database, clock),
    prisma: telling(database),
    provider: database.provider,
    ready: () =>
      consoles.beat().then(
        () => true,
        (err: unknown) => {
          log.warn({ err: recordsFault(err) }, 'the database takes no write');
          return false;
        },
      ),
  };
}

/** The client for those who don't know Prisma's errors. */
const telling = ({ prisma }: Database): unknown =>
  prisma.$extends({
    query: {
      $allOperations: ({ args, query }) =>
        query(args).catch((error: unknown) => {
          throw isStatementError(error) ? error : recordsFault(error);
        }),
    },
  });
