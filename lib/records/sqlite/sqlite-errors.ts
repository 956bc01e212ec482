import { type Error as AdapterError, DriverAdapterError } from '@prisma/driver-adapter-utils';

/** https://www.sqlite.org/rescode.html: the low byte is the kind of error, the rest its subtype. */
const NAMES: Record<number, string> = {
  3: 'SQLITE_PERM',
  4: 'SQLITE_ABORT',
  5: 'SQLITE_BUSY',
  6: 'SQLITE_LOCKED',
  7: 'SQLITE_NOMEM',
  8: 'SQLITE_READONLY',
  10: 'SQLITE_IOERR',
  11: 'SQLITE_CORRUPT',
  13: 'SQLITE_FULL',
  14: 'SQLITE_CANTOPEN',
  18: 'SQLITE_TOOBIG',
  19: 'SQLITE_CONSTRAINT',
  26: 'SQLITE_NOTADB',
};
const CONSTRAINT = { foreignKey: 787, notNull: 1299, primaryKey: 1555, trigger: 1811, unique: 2067 };

interface SqliteError extends Error {
  /** SQLite's extended code. */
  errcode: number;
}

const isSqliteError = (error: unknown): error is SqliteError =>
  error instanceof Error && 'errcode' in error && typeof error.errcode === 'number';

/** SQLite's name of an error, as `SQLITE_BUSY`; null when it is not SQLite's. */
export const sqliteNameOf = (error: unknown): string | null =>
  isSqliteError(error) ? (NAMES[error.errcode & 0xff] ?? `SQLITE_ERROR_${error.errcode}`) : null;

/** `UNIQUE constraint failed: users.email, users.name` → the table and its columns. */
function placeOfConstraint(message: string): { table?: string; constraint?: { fields: string[] } } {
  const columns = message.split('constraint failed: ')[1]?.split(', ');
  if (!columns) return {};
  const table = columns[0]?.split('.').slice(0, -1).join('.');
  return {
    ...(table && { table }),
    constraint: { fields: columns.map((column) => column.split('.').at(-1) ?? column) },
  };
}

function meaningOf({ errcode, message }: SqliteError): AdapterError {
  switch (errcode) {
    case CONSTRAINT.unique:
    case CONSTRAINT.primaryKey:
      return { kind: 'UniqueConstraintViolation', ...placeOfConstraint(message) };
    case CONSTRAINT.notNull:
      return { kind: 'NullConstraintViolation', ...placeOfConstraint(message) };
    case CONSTRAINT.foreignKey:
    case CONSTRAINT.trigger:
      return { kind: 'ForeignKeyConstraintViolation', constraint: { foreignKey: {} } };
    default:
      if ((errcode & 0xff) === 5) return { kind: 'SocketTimeout' };
      return { kind: 'sqlite', extendedCode: errcode, message };
  }
}

/** Runs work on SQLite and translates its errors to Prisma's. */
export function translated<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    const originalCode = sqliteNameOf(error);
    if (originalCode === null || !isSqliteError(error)) throw error;
    throw new DriverAdapterError({ originalCode, originalMessage: error.message, ...meaningOf(error) });
  }
}
