import type { Role } from '#lib/domain/access/roles';
import type { UserId } from '#lib/domain/ids';
import type { Clock } from '#lib/ports/clock';
import type { LinkPurpose } from '#lib/ports/sessions';
import type { OpenLink, SignInLink, SignInLinks } from '#lib/ports/sign-in-links';
import type { Database } from '../database';
import { guarded } from '../faults';

/** The first admin's link belongs to the host and is never listed. */
const LISTED = ['invitation', 'new-password'] as const;

/** One-time links in the database. Single use is enforced by one conditional statement. */
export class RecordedSignInLinks implements SignInLinks {
  #prisma: Database['prisma'];
  #clock: Clock;

  constructor({ prisma }: Database, clock: Clock) {
    this.#prisma = prisma;
    this.#clock = clock;
  }

  create({ expiresAt, ...link }: Omit<SignInLink, 'claimedAt'>): Promise<void> {
    return guarded(async () => {
      const data = { ...link, expiresAt: new Date(expiresAt), createdAt: new Date(this.#clock.now()) };
      await this.#prisma.signInLink.create({ data });
    });
  }

  find(tokenHash: string): Promise<SignInLink | null> {
    return guarded(async () => {
      const row = await this.#prisma.signInLink.findUnique({ where: { tokenHash } });
      return (
        row && {
          tokenHash,
          purpose: row.purpose as LinkPurpose['kind'],
          role: row.role as Role | null,
          userId: row.userId as UserId | null,
          createdBy: row.createdBy as UserId | null,
          note: row.note,
          expiresAt: row.expiresAt.getTime(),
          claimedAt: row.claimedAt?.getTime() ?? null,
        }
      );
    });
  }

  claim(tokenHash: string, now: number): Promise<boolean> {
    return guarded(async () => {
      const claimedAt = new Date(now);
      const { count } = await this.#prisma.signInLink.updateMany({
        where: { tokenHash, claimedAt: null, expiresAt: { gt: claimedAt } },
        data: { claimedAt },
      });
      return count === 1;
    });
  }

  release(tokenHash: string): Promise<void> {
    return guarded(async () => {
      await this.#prisma.signInLink.updateMany({ where: { tokenHash }, data: { claimedAt: null } });
    });
  }

  withdraw(purpose: LinkPurpose['kind'], userId: UserId | null): Promise<void> {
    return guarded(async () => {
      const where = { purpose, claimedAt: null, ...(userId !== null && { userId }) };
      await this.#prisma.signInLink.deleteMany({ where });
    });
  }

  withdrawAllOf(maker: UserId): Promise<void> {
    return guarded(async () => {
      await this.#prisma.signInLink.deleteMany({ where: { createdBy: maker, claimedAt: null } });
    });
  }

  open(now: number): Promise<OpenLink[]> {
    return guarded(async () => {
      const where = { purpose: { in: [...LISTED] }, claimedAt: null, expiresAt: { gt: new Date(now) } };
      const rows = await this.#prisma.signInLink.findMany({ where, orderBy: { createdAt: 'desc' } });
      return rows.map(({ tokenHash, purpose, role, userId, createdBy, note, createdAt, expiresAt }) => ({
        id: tokenHash,
        purpose: purpose as OpenLink['purpose'],
        role: role as Role | null,
        userId: userId as UserId | null,
        createdBy: createdBy as UserId | null,
        note,
        createdAt: createdAt.toISOString(),
        expiresAt: expiresAt.toISOString(),
      }));
    });
  }

  revoke(id: string): Promise<boolean> {
    return guarded(async () => {
      const where = { tokenHash: id, purpose: { in: [...LISTED] }, claimedAt: null };
      return (await this.#prisma.signInLink.deleteMany({ where })).count === 1;
    });
  }

  usersCount(): Promise<number> {
    return guarded(() => this.#prisma.user.count());
  }
}
