import { Fault, isFault } from '#lib/domain/fault';
import { LeaseLost } from '#lib/ports/leases';

/** `params.reason` of records_unavailable: each has a text in the catalogue. */
export type RecordsReason = 'read_only' | 'full' | 'busy' | 'closed' | 'damaged' | 'disk' | 'unreachable' | 'failed';

/** By the driver's own code: SQLite's names, PostgreSQL's SQLSTATE, Node's system errors, Prisma's numbers. */
const REASONS: [RegExp, RecordsReason][] = [
  [/^(SQLITE_READONLY|25006$|42501$)/, 'read_only'],
  [/^(SQLITE_FULL$|53100$|ENOSPC$)/, 'full'],
  [/^(SQLITE_BUSY|SQLITE_LOCKED|P1008$|P2024$|P2028$|53300$|55P03$|40001$|40P01$)/, 'busy'],
  [/^(SQLITE_CORRUPT|SQLITE_NOTADB|XX00)/, 'damaged'],
  [
    /^(ECONN|ENOTFOUND$|EAI_AGAIN$|ETIMEDOUT$|EHOSTUNREACH$|ENETUNREACH$|EPIPE$|P1001$|P1002$|P1017$|08|57P)/,
    'unreachable',
  ],
  [/^RECORDS_CLOSED$/, 'closed'],
  [/^(SQLITE_CANTOPEN|SQLITE_IOERR|58030$)/, 'disk'],
  [/^(3D000$|28)/, 'unreachable'],
];
const STATEMENT = /^(P2002|P2003|P2014|P2025)$/;

interface DriverError {
  code?: unknown;
  originalCode?: unknown;
  originalMessage?: unknown;
  message?: unknown;
  cause?: unknown;
  meta?: { driverAdapterError?: unknown };
}

/** The error and those beneath it, outermost first. */
function* layersOf(error: unknown): Generator<DriverError> {
  for (let layer = error as DriverError | undefined; layer && typeof layer === 'object'; ) {
    yield layer;
    layer = (layer.meta?.driverAdapterError ?? layer.cause) as DriverError | undefined;
  }
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

function reasonOf(error: unknown): RecordsReason {
  for (const { code, originalCode, message } of layersOf(error)) {
    for (const each of [originalCode, code].filter(isText)) {
      const known = REASONS.find(([pattern]) => pattern.test(each));
      if (known) return known[1];
    }
    if (isText(message) && /connection is not open|after calling end/i.test(message)) return 'closed';
  }
  return 'failed';
}

/** Whether a unique key refused the statement, because another row came first. */
export const isTaken = (error: unknown): boolean =>
  [...layersOf(error)].some(
    ({ code, originalMessage }) =>
      code === 'P2002' || (isText(originalMessage) && originalMessage.includes('this row is there already')),
  );

/** A statement broke a rule of the schema, such as an e-mail in use: a result for the caller, not an outage. */
export const isStatementError = (error: unknown): boolean =>
  STATEMENT.test(String((error as DriverError | null)?.code));

/** A database error as a Fault, with the driver's text. */
export function recordsFault(error: unknown): Fault {
  if (isFault(error)) return error;
  const words = [...layersOf(error)].map(({ originalMessage, message }) => originalMessage ?? message);
  // Prisma's own message begins with the place in our code.
  const engineText = words.filter(isText).at(-1)?.trim().split('\n').at(-1);
  const reason = reasonOf(error);
  return new Fault('records_unavailable', { reason }, { cause: error, ...(engineText && { engineText }) });
}

/**
 * Runs work on the database and translates errors to Faults. LeaseLost passes, because the database is well and the
 * writer is late.
 */
export async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof LeaseLost ? error : recordsFault(error);
  }
}
