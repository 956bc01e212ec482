import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDatabase } from '../database';
import type { PrismaClient } from '../generated/sqlite/client';
import { migrate } from '../migrations/migrate';
import { aSqliteDatabase, quietLog, type TestDatabase } from '../testing/databases';

let file: TestDatabase;
let prisma: PrismaClient;
let close: () => Promise<void>;

beforeEach(async () => {
  file = aSqliteDatabase();
  await migrate(file.url);
  ({ prisma, close } = await openDatabase(file.url, { log: quietLog, clock: { now: () => Date.now() } }));
});
afterEach(async () => {
  await close();
  await file.remove();
});

const limit = (key: string) => ({ data: { key, points: 1 } });
const keys = async () => (await prisma.rateLimit.findMany({ orderBy: { key: 'asc' } })).map(({ key }) => key);

test('a write from outside of a transaction that is rolled back stays written', async () => {
  let outside: Promise<unknown> = Promise.resolve();
  const undone = prisma.$transaction(async (tx) => {
    await tx.rateLimit.create(limit('inside'));
    outside = prisma.rateLimit.create(limit('outside'));
    // Long enough to run a statement that does not wait.
    for (let n = 0; n < 5; n += 1) await tx.rateLimit.count();
    throw new Error('undone');
  });
  await expect(undone).rejects.toThrow('undone');
  await outside;
  expect(await keys()).toEqual(['outside']);
});

test('transactions at the same time are done one after another, all of them', async () => {
  const all = Array.from({ length: 20 }, (_, n) =>
    prisma.$transaction([prisma.rateLimit.create(limit(`a${n}`)), prisma.rateLimit.create(limit(`b${n}`))]),
  );
  const refused = prisma.$transaction([prisma.rateLimit.create(limit('x')), prisma.rateLimit.create(limit('x'))]);
  await expect(refused).rejects.toMatchObject({ code: 'P2002' });
  await Promise.all(all);
  expect(await keys()).toHaveLength(40);
});

test('what is committed is on the disk: WAL with synchronous FULL, and foreign keys hold', async () => {
  const pragma = async (name: string) =>
    Object.values((await prisma.$queryRawUnsafe<object[]>(`PRAGMA ${name}`))[0] ?? {});
  expect(await pragma('journal_mode')).toEqual(['wal']);
  expect(await pragma('synchronous')).toEqual([2n]);
  expect(await pragma('foreign_keys')).toEqual([1n]);
  await prisma.$transaction([prisma.rateLimit.create(limit('a'))]);
  expect(await pragma('synchronous')).toEqual([2n]);
});

test('a COMMIT that fails leaves no transaction open behind it', async () => {
  await prisma.$executeRawUnsafe('PRAGMA defer_foreign_keys = ON');
  const dangling = prisma.$transaction(async (tx) => {
    await tx.$executeRawUnsafe('PRAGMA defer_foreign_keys = ON');
    const now = new Date();
    await tx.session.create({ data: { id: 's', token: 't', userId: 'nobody', expiresAt: now } });
  });
  await expect(dangling).rejects.toThrow();
  await prisma.$transaction([prisma.rateLimit.create(limit('after'))]);
  expect(await keys()).toEqual(['after']);
  expect(await prisma.session.count()).toBe(0);
});

test('once closed it does not open by itself again', async () => {
  await close();
  await expect(prisma.rateLimit.count()).rejects.toThrow('the records are closed');
});
