import type { TokenPrincipal } from '#lib/domain/access/principal';
import type { Role, Verb } from '#lib/domain/access/roles';
import type { TokenScope } from '#lib/domain/access/token-scope';
import type { TokenId, UserId } from '#lib/domain/ids';

/** An API token as its owner and admins see it; the secret is nowhere. */
export interface ApiToken {
  id: TokenId;
  owner: { id: UserId; name: string; email: string };
  name: string;
  /** The first characters of the secret, to recognise a token. */
  start: string;
  /** As they were granted; the owner may have less now. */
  verbs: Verb[];
  scope: TokenScope;
  createdAt: string;
  expiresAt: string;
  lastUsedAt: string | null;
  /** `hidden` where all clients share an address. */
  lastUsedFrom: string | null;
  endedAt: string | null;
}

export interface NewToken {
  owner: UserId;
  name: string;
  verbs: Verb[];
  scope: TokenScope;
  /** Epoch ms. */
  expiresAt: number;
}

export interface ApiTokens {
  /** The secret is shown once; only its hash is kept. */
  make(token: NewToken): Promise<{ token: ApiToken; secret: string }>;
  /** The newest first; all people's without an owner. Ended and expired ones stay listed for a while. */
  list(owner: UserId | null): Promise<ApiToken[]>;
  find(id: TokenId): Promise<ApiToken | null>;
  end(id: TokenId): Promise<void>;
  /** Ends all of a person's valid tokens; resolves to their number. */
  endAllOf(owner: UserId): Promise<number>;
  /** The principal of this secret; null where it is not ours, ended or expired, or where its owner may not sign in. */
  principalOf(secret: string, address: string): Promise<TokenPrincipal | null>;
}

/** A token as the records keep it, with what counts of its owner now. */
export interface TokenRow extends Omit<ApiToken, 'verbs'> {
  verbs: string[];
  owner: ApiToken['owner'] & { role: Role | null; disabled: boolean };
}

export interface TokenRows {
  create(row: { hash: string; start: string } & NewToken): Promise<TokenRow>;
  list(owner: UserId | null, limit: number): Promise<TokenRow[]>;
  byHash(hash: string): Promise<TokenRow | null>;
  byId(id: TokenId): Promise<TokenRow | null>;
  /** The first end counts. */
  end(id: TokenId): Promise<void>;
  /** Tells how many ended. */
  endAllOf(owner: UserId): Promise<number>;
  used(id: TokenId, address: string): Promise<void>;
}
