import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import type { Database } from 'better-sqlite3';

type Adapter = Awaited<ReturnType<PrismaBetterSqlite3['connect']>>;

const PRAGMAS = ['journal_mode = WAL', 'synchronous = FULL', 'foreign_keys = ON'];

/**
 * Prisma's SQLite adapter for a ledger. Two things that it does not do by itself:
 * - its one connection runs a statement from outside of a transaction within whichever transaction is open, to be rolled
 *   back with it or to be taken for written before it is; here such a statement waits for the end of the transaction.
 * - a COMMIT that fails leaves the transaction open for the next one to fall into; here it is rolled back.
 */
export class SqliteAdapter extends PrismaBetterSqlite3 {
  override async connect(): Promise<Adapter> {
    const adapter = await super.connect();
    const { client } = adapter as Adapter & { client: Database };
    for (const pragma of PRAGMAS) client.pragma(pragma);
    return gated(adapter, client);
  }
}

function gated(adapter: Adapter, client: Database): Adapter {
  let transaction: Promise<void> | null = null;
  const alone = async () => {
    while (transaction) await transaction;
  };
  const { queryRaw, executeRaw, executeScript, startTransaction } = adapter;
  return Object.assign(adapter, {
    queryRaw: async (query: Parameters<typeof queryRaw>[0]) => {
      await alone();
      return queryRaw.call(adapter, query);
    },
    executeRaw: async (query: Parameters<typeof executeRaw>[0]) => {
      await alone();
      return executeRaw.call(adapter, query);
    },
    executeScript: async (script: string) => {
      await alone();
      return executeScript.call(adapter, script);
    },
    startTransaction: async (isolation?: Parameters<typeof startTransaction>[0]) => {
      await alone();
      let open!: () => void;
      transaction = new Promise((resolve) => {
        open = resolve;
      });
      const end = () => {
        if (client.open && client.inTransaction) client.exec('ROLLBACK');
        transaction = null;
        open();
      };
      try {
        const begun = await startTransaction.call(adapter, isolation);
        const { commit, rollback } = begun;
        return Object.assign(begun, {
          commit: () => commit.call(begun).finally(end),
          rollback: () => rollback.call(begun).finally(end),
        });
      } catch (error) {
        end();
        throw error;
      }
    },
  });
}
