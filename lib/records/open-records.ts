import type { TokenRows } from '#lib/ports/api-tokens';
import type { Clock } from '#lib/ports/clock';
import type { ConsoleNews } from '#lib/ports/console-news';
import type { HistoryGaps } from '#lib/ports/history-gaps';
import type { Leases } from '#lib/ports/leases';
import type { Ledger } from '#lib/ports/ledger';
import type { Log } from '#lib/ports/log';
import type { ManagerVersions } from '#lib/ports/manager-versions';
import type { PeopleRows } from '#lib/ports/people-rows';
import type { LedgerSegments, StoredSettings } from '#lib/ports/retention';
import type { Revisions } from '#lib/ports/revisions';
import type { SeenObjects } from '#lib/ports/seen-objects';
import type { SignInLinks } from '#lib/ports/sign-in-links';
import type { TaskHistory } from '#lib/ports/task-history';
import { type Database, openDatabase } from './database';
import { type Provider, placeOf, providerOf } from './database-url';
import { isStatementError, recordsFault } from './faults';
import { missingGuard } from './guards';
import { RecordedGaps } from './history/recorded-gaps';
import { RecordedTaskHistory } from './history/recorded-task-history';
import { Heartbeat } from './instances/heartbeat';
import { instanceIdIn } from './instances/instance-id';
import { RecordedLeases } from './leases/recorded-leases';
import { Chain } from './ledger/chain';
import { RecordedLedger } from './ledger/recorded-ledger';
import { RecordedSegments } from './ledger/recorded-segments';
import { SealedRows } from './ledger/sealed-rows';
import { RecordedSignInLinks } from './links/recorded-sign-in-links';
import { assertMigrated, migrate } from './migrations/migrate';
import { prepareSqliteFile } from './migrations/sqlite-target';
import { newId } from './new-id';
import { PostgresNews } from './news/postgres-news';
import { RecordedPeople } from './people/recorded-people';
import { RecordsRefused } from './refused';
import { RecordedRevisions } from './revisions/recorded-revisions';
import { RecordedSeenObjects } from './seen/recorded-seen-objects';
import { takeServerLock } from './server-lock';
import { RecordedManagerVersions } from './settings/recorded-manager-versions';
import { RecordedSettings } from './settings/recorded-settings';
import { RecordedTokens } from './tokens/recorded-tokens';

const never = () => () => undefined;
/** On SQLite there is no other console. */
const noNews: ConsoleNews = { onSession: never, onOperation: never, onMissed: never };

/** How many operations are published again when messages from other consoles may have been lost. */
const TOLD_AGAIN = 50;

export interface RecordsSettings {
  /** `file:…` or `postgresql://…`. */
  url: string;
  /** The folder of this installation's id (DATA_DIR); without it each start is its own installation. */
  instanceDir?: string;
  /** The key of the ledger's chain; kept outside of the database. */
  ledgerSecret: string;
  log: Log;
  clock: Clock;
  /**
   * True for the process that serves: it locks the SQLite file, applies migrations and has a heartbeat. False for a
   * command beside it, which refuses a database that is not ready.
   */
  checkServerLock: boolean;
  /** The folder of migrations; `prisma/migrations` under the working directory when not given. */
  migrations?: string;
}

export interface Records {
  ledger: Ledger;
  revisions: Revisions;
  leases: Leases;
  seen: SeenObjects;
  gaps: HistoryGaps;
  taskHistory: TaskHistory;
  segments: LedgerSegments;
  stored: StoredSettings;
  managerVersions: ManagerVersions;
  links: SignInLinks;
  people: PeopleRows;
  tokens: TokenRows;
  /** Changes by other consoles on this database; never called in a command beside the server. */
  news: ConsoleNews;
  /**
   * The Prisma client, for better-auth's adapter and the store of rate limits; its outages are `records_unavailable`
   * too.
   */
  prisma: unknown;
  provider: Provider;
  /** False when the database accepts no write. */
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
  { url, instanceDir, ledgerSecret, log, clock, checkServerLock: serves, migrations }: RecordsSettings,
  release: (() => void | Promise<void>)[],
): Promise<Omit<Records, 'close'>> {
  if (serves && providerOf(url) === 'sqlite') release.push(takeServerLock(prepareSqliteFile(url)));
  const applied = serves ? await migrate(url, migrations) : await assertMigrated(url, migrations).then(() => []);
  if (applied.length > 0) log.info({ applied, place: placeOf(url) }, 'migrations applied');

  const database = await openDatabase(url, { log, clock });
  release.push(() => database.close());
  const missing = await missingGuard(database, migrations);
  if (missing) throw new RecordsRefused('unguarded', { place: placeOf(url), name: missing });

  const instance = instanceDir === undefined ? newId() : instanceIdIn(instanceDir);
  const boot = newId();
  const consoles = new Heartbeat({ database, log, instance, boot });
  const leases = new RecordedLeases(database, boot);
  if (serves) {
    await consoles.start();
    await leases.takeOverFromTheDead();
    release.push(() => consoles.stop().catch((err: unknown) => log.warn({ err }, 'the end could not be written')));
  }
  const chain = new Chain(ledgerSecret);
  const sealed = new SealedRows(database);
  const ledger = new RecordedLedger({ database, chain, sealed, consoles, clock, log });
  if (serves) await ledger.goOnWithKey(placeOf(url));
  let news = noNews;
  if (serves && database.provider === 'postgresql') {
    const postgres = new PostgresNews({
      url,
      boot,
      operation: (id) => ledger.operation(id),
      recent: async () => (await ledger.operations({ limit: TOLD_AGAIN })).items.reverse(),
      log,
    });
    await postgres.start();
    release.push(() => postgres.stop());
    news = postgres;
  }
  return {
    ledger,
    news,
    revisions: new RecordedRevisions(database),
    leases,
    seen: new RecordedSeenObjects(database),
    gaps: new RecordedGaps(database),
    taskHistory: new RecordedTaskHistory(database),
    segments: new RecordedSegments(database, chain, sealed),
    stored: new RecordedSettings(database),
    managerVersions: new RecordedManagerVersions(database),
    links: new RecordedSignInLinks(database, clock),
    people: new RecordedPeople(database),
    tokens: new RecordedTokens(database, clock),
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

/** The client with translated errors, for callers that don't know Prisma's. */
const telling = ({ prisma }: Database): unknown =>
  prisma.$extends({
    query: {
      $allOperations: ({ args, query }) =>
        query(args).catch((error: unknown) => {
          throw isStatementError(error) ? error : recordsFault(error);
        }),
    },
  });
