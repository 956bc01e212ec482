import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { SqlDriverAdapter, SqlQueryable } from '@prisma/driver-adapter-utils';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SqliteAdapter } from './sqlite-adapter';

let folder: string;
let adapter: SqlDriverAdapter;
const statement = (sql: string) => ({ sql, args: [], argTypes: [] });

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'gate-'));
  adapter = await new SqliteAdapter({ file: path.join(folder, 'gate.db'), timeout: 0 }).connect();
  await adapter.executeScript(`CREATE TABLE writes (key TEXT PRIMARY KEY, of TEXT REFERENCES parents(id) DEFERRABLE INITIALLY DEFERRED);
    CREATE TABLE parents (id TEXT PRIMARY KEY)`);
});
afterAll(async () => {
  await adapter.dispose();
  rmSync(folder, { recursive: true });
});

const write = (on: SqlQueryable, key: string, of = 'NULL') =>
  on.executeRaw(statement(`INSERT INTO writes VALUES ('${key}', ${of})`));

/** One writer: a single statement from outside, or a transaction of some writes with its end. */
const writer = fc.oneof(
  fc.record({ kind: fc.constant('outside' as const) }),
  fc.record({
    kind: fc.constant('transaction' as const),
    writes: fc.integer({ min: 1, max: 3 }),
    // The third fails at COMMIT, where its foreign key is checked.
    end: fc.constantFrom('commit' as const, 'rollback' as const, 'failing commit' as const),
  }),
);
type Writer = typeof writer extends fc.Arbitrary<infer T> ? T : never;

/** The keys that were reported as written, once it is over. */
async function act(who: Writer, name: string, pause: () => Promise<unknown>): Promise<string[]> {
  await pause();
  if (who.kind === 'outside') {
    await write(adapter, name);
    return [name];
  }
  const transaction = await adapter.startTransaction();
  const keys = Array.from({ length: who.writes }, (_, n) => `${name}.${n}`);
  for (const key of keys) {
    await pause();
    await write(transaction, key, who.end === 'failing commit' ? `'nobody'` : 'NULL');
  }
  await pause();
  if (who.end === 'rollback') {
    await transaction.rollback();
    return [];
  }
  return transaction.commit().then(
    () => keys,
    () => [],
  );
}

test('what was told as written is there, and nothing else, however transactions and statements from outside fall together', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.array(writer, { minLength: 2, maxLength: 8 }), async (scheduler, writers) => {
      await adapter.executeScript('DELETE FROM writes');
      const all = Promise.all(
        writers.map((who, at) => act(who, `${at}`, () => scheduler.schedule(Promise.resolve(), `${who.kind} ${at}`))),
      );
      const answers = (await scheduler.waitFor(all)).flat().sort();
      const { rows } = await adapter.queryRaw(statement('SELECT key FROM writes ORDER BY key'));
      expect(rows.flat()).toEqual(answers);
    }),
    { numRuns: 400 },
  );
}, 60_000);

test('a statement that waited for a transaction comes before those who came after it', async () => {
  await adapter.executeScript('DELETE FROM writes');
  const order: string[] = [];
  const first = await adapter.startTransaction();
  const waiting = [
    write(adapter, 'a').then(() => order.push('a')),
    adapter.startTransaction().then(async (second) => {
      order.push('second');
      await second.commit();
    }),
    write(adapter, 'b').then(() => order.push('b')),
  ];
  await first.rollback();
  await Promise.all(waiting);
  expect(order).toEqual(['a', 'second', 'b']);
});

test('a transaction that SQLite ended by itself takes no more statements', async () => {
  await adapter.executeScript('DELETE FROM writes');
  const transaction = await adapter.startTransaction();
  await write(transaction, 'a');
  // As SQLite does when the disk is full.
  await transaction.executeRaw(statement('ROLLBACK'));
  await expect(write(transaction, 'b')).rejects.toMatchObject({ cause: { kind: 'TransactionAlreadyClosed' } });
  await expect(transaction.commit()).rejects.toMatchObject({ cause: { kind: 'TransactionAlreadyClosed' } });
  expect((await adapter.queryRaw(statement('SELECT key FROM writes'))).rows).toEqual([]);
});
