import { ROLES } from '#lib/domain/access/roles';
import type { TokenScope } from '#lib/domain/access/token-scope';
import type { TokenId, UserId } from '#lib/domain/ids';
import type { NewToken, TokenRow, TokenRows } from '#lib/ports/api-tokens';
import type { Clock } from '#lib/ports/clock';
import { canonicalJson } from '../canonical-json';
import type { Database } from '../database';
import { guarded } from '../faults';
import { newId } from '../new-id';

const withOwner = {
  user: { select: { id: true, name: true, email: true, role: true, disabled: true } },
} as const;

/** API tokens in the database, by the hash of their secret. */
export class RecordedTokens implements TokenRows {
  #prisma: Database['prisma'];
  #clock: Clock;

  constructor({ prisma }: Database, clock: Clock) {
    this.#prisma = prisma;
    this.#clock = clock;
  }

  create({ hash, start, owner, name, verbs, scope, expiresAt }: { hash: string; start: string } & NewToken) {
    return guarded(async () => {
      const data = {
        id: newId(),
        userId: owner,
        name,
        start,
        hash,
        verbsJson: canonicalJson(verbs),
        scopeJson: canonicalJson(scope),
        createdAt: this.#now(),
        expiresAt: new Date(expiresAt),
      };
      return rowOf(await this.#prisma.apiToken.create({ data, include: withOwner }));
    });
  }

  list(owner: UserId | null, limit: number): Promise<TokenRow[]> {
    return guarded(async () => {
      const where = owner === null ? {} : { userId: owner };
      const rows = await this.#prisma.apiToken.findMany({
        where,
        orderBy: { createdAt: 'desc' },
        take: limit,
        include: withOwner,
      });
      return rows.map(rowOf);
    });
  }

  byHash(hash: string): Promise<TokenRow | null> {
    return guarded(async () => {
      const row = await this.#prisma.apiToken.findUnique({ where: { hash }, include: withOwner });
      return row && rowOf(row);
    });
  }

  byId(id: TokenId): Promise<TokenRow | null> {
    return guarded(async () => {
      const row = await this.#prisma.apiToken.findUnique({ where: { id }, include: withOwner });
      return row && rowOf(row);
    });
  }

  end(id: TokenId): Promise<void> {
    return guarded(async () => {
      await this.#prisma.apiToken.updateMany({ where: { id, endedAt: null }, data: { endedAt: this.#now() } });
    });
  }

  endAllOf(owner: UserId): Promise<number> {
    return guarded(async () => {
      const now = this.#now();
      const where = { userId: owner, endedAt: null, expiresAt: { gt: now } };
      return (await this.#prisma.apiToken.updateMany({ where, data: { endedAt: now } })).count;
    });
  }

  used(id: TokenId, address: string): Promise<void> {
    return guarded(async () => {
      await this.#prisma.apiToken.updateMany({
        where: { id },
        data: { lastUsedAt: this.#now(), lastUsedFrom: address },
      });
    });
  }

  #now = () => new Date(this.#clock.now());
}

interface Stored {
  id: string;
  name: string;
  start: string;
  verbsJson: string;
  scopeJson: string;
  createdAt: Date;
  expiresAt: Date;
  lastUsedAt: Date | null;
  lastUsedFrom: string | null;
  endedAt: Date | null;
  user: { id: string; name: string; email: string; role: string; disabled: boolean };
}

const rowOf = ({ user, ...row }: Stored): TokenRow => ({
  id: row.id as TokenId,
  owner: {
    id: user.id as UserId,
    name: user.name,
    email: user.email,
    role: ROLES.find((known) => known === user.role) ?? null,
    disabled: user.disabled,
  },
  name: row.name,
  start: row.start,
  // Written by `create` only.
  verbs: JSON.parse(row.verbsJson) as string[],
  scope: JSON.parse(row.scopeJson) as TokenScope,
  createdAt: row.createdAt.toISOString(),
  expiresAt: row.expiresAt.toISOString(),
  lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  lastUsedFrom: row.lastUsedFrom,
  endedAt: row.endedAt?.toISOString() ?? null,
});
