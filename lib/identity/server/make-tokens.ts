import { createHash, randomBytes } from 'node:crypto';
import { roleWithin, TOKEN_VERBS, verbsNow } from '#lib/domain/access/token-scope';
import type { ApiToken, ApiTokens, TokenRow, TokenRows } from '#lib/ports/api-tokens';
import type { Clock } from '#lib/ports/clock';
import type { Log } from '#lib/ports/log';

/** A prefix by which secret scanners recognise a committed token. */
const PREFIX = 'swd_';
const SECRET = /^swd_[\w-]{43}$/;
const SHOWN = 500;
const START_LENGTH = PREFIX.length + 6;
const USED_EVERY_MS = 60_000;

const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** API tokens: 256 random bits, stored as a hash. They cannot be guessed, so attempts are not counted. */
export function makeTokens({ rows, clock, log }: { rows: TokenRows; clock: Clock; log: Log }): ApiTokens {
  return {
    async make(token) {
      const secret = `${PREFIX}${randomBytes(32).toString('base64url')}`;
      const row = await rows.create({ ...token, hash: hashOf(secret), start: secret.slice(0, START_LENGTH) });
      return { token: tokenOf(row), secret };
    },

    list: async (owner) => (await rows.list(owner, SHOWN)).map(tokenOf),

    async find(id) {
      const row = await rows.byId(id);
      return row && tokenOf(row);
    },

    end: (id) => rows.end(id),

    endAllOf: (owner) => rows.endAllOf(owner),

    async principalOf(secret, address) {
      if (!SECRET.test(secret)) return null;
      const row = await rows.byHash(hashOf(secret));
      const now = clock.now();
      if (!row || row.endedAt !== null || Date.parse(row.expiresAt) <= now) return null;
      const { owner } = row;
      if (owner.role === null || owner.disabled) return null;
      if (row.lastUsedAt === null || now - Date.parse(row.lastUsedAt) >= USED_EVERY_MS)
        // not awaited, because a use must not fail when it cannot be recorded
        rows.used(row.id, address).catch((err: unknown) => log.warn({ err }, 'the use of a token could not be noted'));
      const verbs = verbsNow(row.verbs, owner.role);
      const role = roleWithin(verbs, owner.role);
      const { id: userId, name, email } = owner;
      return { kind: 'token', userId, tokenId: row.id, token: row.name, name, email, role, verbs, scope: row.scope };
    },
  };
}

const tokenOf = ({ owner: { id, name, email }, verbs, ...row }: TokenRow): ApiToken => ({
  ...row,
  owner: { id, name, email },
  verbs: TOKEN_VERBS.filter((verb) => verbs.includes(verb)),
});
