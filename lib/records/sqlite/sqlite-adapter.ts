import { DatabaseSync, type SQLOutputValue, type StatementSync } from 'node:sqlite';
import {
  DriverAdapterError,
  type IsolationLevel,
  type SqlDriverAdapter,
  type SqlDriverAdapterFactory,
  type SqlQuery,
  type SqlResultSet,
  type Transaction,
} from '@prisma/driver-adapter-utils';
import { translated } from './sqlite-errors';
import { boundValue, columnTypesOf, resultValue } from './sqlite-values';
import { Turns } from './turns';

const NAME = { provider: 'sqlite', adapterName: 'swarmdeck-node-sqlite' } as const;

/**
 * A ledger row that is reported as written must be on the disk: with WAL, only FULL flushes at every COMMIT. The cache
 * is 16 MB.
 */
const PRAGMAS =
  'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -16000;';

/** Cached statements, because Prisma sends the same few hundred texts again and again. */
const PREPARED = 200;

interface Prepared {
  statement: StatementSync;
  columnNames: string[];
  declared: (string | null)[];
}

/** One connection to a SQLite file, and the statements prepared on it. */
class Connection {
  readonly database: DatabaseSync;
  readonly #prepared = new Map<string, Prepared>();

  constructor(file: string, timeout: number) {
    this.database = new DatabaseSync(file, { timeout });
    this.database.exec(PRAGMAS);
  }

  query({ sql, args, argTypes }: SqlQuery): SqlResultSet {
    return translated(() => {
      const { statement, columnNames, declared } = this.#prepare(sql);
      const values = args.map((arg, at) => boundValue(arg, argTypes[at]));
      if (columnNames.length === 0) {
        statement.run(...values);
        return { columnNames, columnTypes: [], rows: [] };
      }
      const found = statement.all(...values) as unknown as SQLOutputValue[][];
      const columnTypes = columnTypesOf(declared, found);
      const rows = found.map((row) => row.map((value, at) => resultValue(value, columnTypes[at] ?? 0)));
      return { columnNames, columnTypes, rows };
    });
  }

  /** The number of rows it changed. */
  execute({ sql, args, argTypes }: SqlQuery): number {
    return translated(() => {
      const { statement } = this.#prepare(sql);
      return Number(statement.run(...args.map((arg, at) => boundValue(arg, argTypes[at]))).changes);
    });
  }

  script(sql: string): void {
    translated(() => this.database.exec(sql));
    this.#prepared.clear();
  }

  #prepare(sql: string): Prepared {
    const known = this.#prepared.get(sql);
    if (known) return known;
    const statement = this.database.prepare(sql);
    statement.setReadBigInts(true);
    statement.setReturnArrays(true);
    const columns = statement.columns();
    const prepared = {
      statement,
      columnNames: columns.map(({ name }) => name),
      declared: columns.map(({ type }) => type),
    };
    const [oldest] = this.#prepared.keys();
    if (this.#prepared.size >= PREPARED && oldest !== undefined) this.#prepared.delete(oldest);
    this.#prepared.set(sql, prepared);
    return prepared;
  }
}

/** Holds the connection from BEGIN to COMMIT or ROLLBACK. */
class OpenTransaction implements Transaction {
  readonly provider = NAME.provider;
  readonly adapterName = NAME.adapterName;
  /** Prisma leaves COMMIT and ROLLBACK to us. */
  readonly options = { usePhantomQuery: true };
  readonly #connection: Connection;
  readonly #end: () => void;
  #isOver = false;

  constructor(connection: Connection, end: () => void) {
    this.#connection = connection;
    this.#end = end;
  }

  async queryRaw(query: SqlQuery): Promise<SqlResultSet> {
    this.#assertOpen();
    return this.#connection.query(query);
  }

  async executeRaw(query: SqlQuery): Promise<number> {
    this.#assertOpen();
    return this.#connection.execute(query);
  }

  async commit(): Promise<void> {
    this.#over(() => {
      this.#assertOpen();
      translated(() => this.#connection.database.exec('COMMIT'));
    });
  }

  async rollback(): Promise<void> {
    this.#over(() => undefined);
  }

  async createSavepoint(name: string): Promise<void> {
    this.#assertOpen();
    this.#connection.script(`SAVEPOINT ${name}`);
  }

  async rollbackToSavepoint(name: string): Promise<void> {
    this.#assertOpen();
    this.#connection.script(`ROLLBACK TO ${name}`);
  }

  async releaseSavepoint(name: string): Promise<void> {
    this.#assertOpen();
    this.#connection.script(`RELEASE SAVEPOINT ${name}`);
  }

  /** SQLite ends a transaction by itself when, say, the disk is full; later statements would then run outside of it. */
  #assertOpen(): void {
    if (!this.#isOver && this.#connection.database.isOpen && this.#connection.database.isTransaction) return;
    throw new DriverAdapterError({ kind: 'TransactionAlreadyClosed', cause: 'SQLite has ended the transaction' });
  }

  /** A failed COMMIT leaves the transaction open, so it is rolled back before the next one begins. */
  #over(work: () => void): void {
    if (this.#isOver) return;
    const { database } = this.#connection;
    try {
      work();
    } finally {
      this.#isOver = true;
      try {
        if (database.isOpen && database.isTransaction) database.exec('ROLLBACK');
      } finally {
        this.#end();
      }
    }
  }
}

/**
 * There is one connection, so a statement from outside of a transaction waits until that has ended. Otherwise it could
 * be rolled back with it, although it was reported as written.
 */
class SqliteConnection implements SqlDriverAdapter {
  readonly provider = NAME.provider;
  readonly adapterName = NAME.adapterName;
  readonly #connection: Connection;
  readonly #turns = new Turns();

  constructor(file: string, timeout: number) {
    this.#connection = new Connection(file, timeout);
  }

  queryRaw(query: SqlQuery): Promise<SqlResultSet> {
    return this.#turns.run(() => this.#connection.query(query));
  }

  executeRaw(query: SqlQuery): Promise<number> {
    return this.#turns.run(() => this.#connection.execute(query));
  }

  executeScript(script: string): Promise<void> {
    return this.#turns.run(() => this.#connection.script(script));
  }

  async startTransaction(level?: IsolationLevel): Promise<Transaction> {
    if (level && level !== 'SERIALIZABLE') throw new DriverAdapterError({ kind: 'InvalidIsolationLevel', level });
    const end = await this.#turns.take();
    try {
      translated(() => this.#connection.database.exec('BEGIN'));
      return new OpenTransaction(this.#connection, end);
    } catch (error) {
      end();
      throw error;
    }
  }

  async dispose(): Promise<void> {
    this.#connection.database.close();
  }
}

/** Prisma on Node's own SQLite. `timeout`: how many ms a statement waits for another process to end its transaction. */
export class SqliteAdapter implements SqlDriverAdapterFactory {
  readonly provider = NAME.provider;
  readonly adapterName = NAME.adapterName;
  readonly #file: string;
  readonly #timeout: number;

  constructor({ file, timeout }: { file: string; timeout: number }) {
    this.#file = file;
    this.#timeout = timeout;
  }

  async connect(): Promise<SqlDriverAdapter> {
    return translated(() => new SqliteConnection(this.#file, this.#timeout));
  }
}
