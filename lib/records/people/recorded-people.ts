import { nameKey } from '#lib/domain/access/claim';
import { ROLES, type Role } from '#lib/domain/access/roles';
import type { UserId } from '#lib/domain/ids';
import type { PeopleRows, PersonRow } from '#lib/ports/people-rows';
import type { Database } from '../database';
import { guarded } from '../faults';

const MANY = 10_000;
/** Former names kept per person, so that nobody can occupy all names. */
const FORMER_KEPT = 20;

/** People in the database, beyond what better-auth stores. */
export class RecordedPeople implements PeopleRows {
  #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  list(now: number): Promise<PersonRow[]> {
    return guarded(async () => {
      const { prisma } = this.#database;
      const [users, acts] = await Promise.all([
        prisma.user.findMany({
          orderBy: { createdAt: 'asc' },
          take: MANY,
          include: {
            sessions: { select: { updatedAt: true, expiresAt: true } },
            _count: { select: { passkeys: true } },
          },
        }),
        prisma.operation.groupBy({ by: ['byId'], _max: { openedAt: true }, where: { byToken: null } }),
      ]);
      const lastActs = new Map(acts.map(({ byId, _max }) => [byId, _max.openedAt]));
      return users.flatMap(({ id, name, email, disabled, twoFactorEnabled, createdAt, sessions, _count, ...user }) => {
        const role = ROLES.find((known) => known === user.role);
        if (!role) return [];
        const seen = [lastActs.get(id), ...sessions.map(({ updatedAt }) => updatedAt.toISOString())];
        return {
          id: id as UserId,
          name,
          email,
          role,
          disabled,
          createdAt: createdAt.toISOString(),
          lastSeenAt: seen.reduce<string | null>((last, at) => (at && (!last || at > last) ? at : last), null),
          openSessions: sessions.filter(({ expiresAt }) => expiresAt.getTime() > now).length,
          hasTotp: twoFactorEnabled === true,
          passkeys: _count.passkeys,
        };
      });
    });
  }

  /**
   * One statement counts the other admins and writes. SQLite has one writer at a time; in PostgreSQL two such
   * statements could each count the other's person, so the table is locked first.
   */
  setStanding(id: UserId, change: { role?: Role; disabled?: boolean }): Promise<'changed' | 'last_admin' | 'missing'> {
    return guarded(async () => {
      const { prisma, provider } = this.#database;
      const person = await prisma.user.findUnique({ where: { id }, select: { role: true, disabled: true } });
      if (!person) return 'missing';
      const role = change.role ?? person.role;
      const disabled = change.disabled ?? person.disabled;
      if (role === 'admin' && !disabled) {
        await prisma.user.update({ where: { id }, data: change, select: { id: true } });
        return 'changed';
      }
      const update = prisma.$executeRaw`
        UPDATE users SET role = ${role}, disabled = ${disabled} WHERE id = ${id} AND (
          role <> 'admin' OR disabled
          OR EXISTS (SELECT 1 FROM users other WHERE other.id <> ${id} AND other.role = 'admin' AND NOT other.disabled)
        )`;
      const counts = await (provider === 'postgresql'
        ? prisma.$transaction([prisma.$executeRaw`LOCK TABLE users IN SHARE ROW EXCLUSIVE MODE`, update])
        : prisma.$transaction([update]));
      return counts.at(-1) === 1 ? 'changed' : 'last_admin';
    });
  }

  signInFailed(email: string): Promise<void> {
    return guarded(async () => {
      const { prisma } = this.#database;
      await prisma.user.updateMany({ where: { email }, data: { failedSignIns: { increment: 1 } } });
    });
  }

  takeFailedSignIns(id: UserId): Promise<number> {
    return guarded(async () => {
      const failed = await this.failedSignIns(id);
      const data = { failedSignIns: { decrement: failed } };
      if (failed > 0) await this.#database.prisma.user.updateMany({ where: { id }, data });
      return failed;
    });
  }

  failedSignIns(id: UserId): Promise<number> {
    return guarded(async () => {
      const select = { failedSignIns: true };
      return (await this.#database.prisma.user.findUnique({ where: { id }, select }))?.failedSignIns ?? 0;
    });
  }

  rename(id: UserId, name: string): Promise<void> {
    return guarded(async () => {
      const { prisma } = this.#database;
      const select = { name: true, formerNames: true };
      const user = await prisma.user.findUnique({ where: { id }, select });
      if (!user) return;
      const former = [...formerNamesOf(user).filter((each) => nameKey(each) !== nameKey(user.name)), user.name];
      await prisma.user.update({
        where: { id },
        data: { name, formerNames: JSON.stringify(former.slice(-FORMER_KEPT)) },
      });
    });
  }

  isNameTaken(name: string, by: UserId | null): Promise<boolean> {
    return guarded(async () => {
      const select = { id: true, name: true, formerNames: true };
      const users = await this.#database.prisma.user.findMany({ take: MANY, select });
      const key = nameKey(name);
      return users.some(
        (user) => user.id !== by && [user.name, ...formerNamesOf(user)].some((each) => nameKey(each) === key),
      );
    });
  }
}

const formerNamesOf = ({ formerNames }: { formerNames: string }): string[] => JSON.parse(formerNames) as string[];
