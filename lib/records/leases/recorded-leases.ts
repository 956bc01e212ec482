import { type HeldLease, LeaseLost, type Leases } from '#lib/ports/leases';
import type { Database } from '../database';
import type { Provider } from '../database-url';
import { guarded } from '../faults';
import type { Prisma, PrismaClient } from '../generated/sqlite/client';
import { sqlFor } from '../sql-for';

type Statements = Pick<PrismaClient, '$queryRawUnsafe' | '$executeRawUnsafe'>;

/** The database's own clock, in the form in which the column holds a time; some milliseconds from now. */
const TIME: Record<Provider, (ms: number) => string> = {
  sqlite: (ms) => `strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now', '${ms / 1000} seconds')`,
  postgresql: (ms) => `((clock_timestamp() + interval '${ms} milliseconds') AT TIME ZONE 'UTC')::timestamp(3)`,
};

/** Leases as rows. Each step is one statement, so that the database decides between two consoles. */
export class RecordedLeases implements Leases {
  #database: Database;
  #holder: string;

  constructor(database: Database, holder: string) {
    this.#database = database;
    this.#holder = holder;
  }

  /** Only one process serves from a SQLite file, so former holders have ended. */
  async takeOverFromTheDead(): Promise<void> {
    if (this.#database.provider !== 'sqlite') return;
    await this.#database.prisma.$executeRawUnsafe(`UPDATE "leases" SET "expiresAt" = ${this.#in(0)}`);
  }

  acquire(name: string, lifeMs: number): Promise<HeldLease | null> {
    return guarded(async () => {
      const [row] = await this.#database.prisma.$queryRawUnsafe<{ fence: bigint | number }[]>(
        sqlFor(
          this.#database.provider,
          `INSERT INTO "leases" ("name", "holder", "fence", "expiresAt") VALUES (?, ?, 1, ${this.#in(lifeMs)})
         ON CONFLICT ("name") DO UPDATE
           SET "holder" = excluded."holder", "fence" = "leases"."fence" + 1, "expiresAt" = excluded."expiresAt"
           WHERE "leases"."expiresAt" <= ${this.#in(0)}
         RETURNING "fence"`,
        ),
        name,
        this.#holder,
      );
      return row ? { name, holder: this.#holder, fence: Number(row.fence) } : null;
    });
  }

  renew(lease: HeldLease, lifeMs: number): Promise<boolean> {
    return guarded(async () => (await this.#put(lease, lifeMs)) === 1);
  }

  release(lease: HeldLease): Promise<void> {
    return guarded(async () => {
      await this.#put(lease, 0);
    });
  }

  #put(lease: HeldLease, lifeMs: number): Promise<number> {
    return touch(this.#database.prisma, this.#database.provider, lease, `"expiresAt" = ${this.#in(lifeMs)}`);
  }

  #in(ms: number): string {
    return TIME[this.#database.provider](Math.trunc(ms));
  }
}

function touch(on: Statements, provider: Provider, { name, holder, fence }: HeldLease, set: string): Promise<number> {
  return on.$executeRawUnsafe(
    sqlFor(
      provider,
      `UPDATE "leases" SET ${set}
     WHERE "name" = ? AND "holder" = ? AND "fence" = ${Number(fence)} AND "expiresAt" > ${TIME[provider](0)}`,
    ),
    name,
    holder,
  );
}

/** A transaction of the lease's holder. Locks the lease's row until the end, or throws LeaseLost. */
export function whileHeld<T>(
  { prisma, provider }: Pick<Database, 'prisma' | 'provider'>,
  lease: HeldLease,
  write: (on: Prisma.TransactionClient) => Promise<T>,
): Promise<T> {
  return prisma.$transaction(async (on) => {
    if ((await touch(on, provider, lease, '"fence" = "fence"')) !== 1) throw new LeaseLost(lease);
    return write(on);
  });
}
