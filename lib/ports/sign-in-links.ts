import type { Role } from '#lib/domain/access/roles';
import type { UserId } from '#lib/domain/ids';
import type { LinkPurpose } from './sessions';

export interface SignInLink {
  /** Of the secret; the secret itself is never stored. */
  tokenHash: string;
  purpose: LinkPurpose['kind'];
  /** Of an invitation. */
  role: Role | null;
  /** The person who gets a new password. */
  userId: UserId | null;
  /** The admin who made it; null: made on the host. */
  createdBy: UserId | null;
  /** For whom an invitation is meant. */
  note: string | null;
  /** Epoch ms. */
  expiresAt: number;
  /** Epoch ms; null while unused. */
  claimedAt: number | null;
}

/** An unused invitation, or an unused link for a new password. The id is the hash, which opens nothing. */
export interface OpenLink {
  id: string;
  purpose: 'invitation' | 'new-password';
  /** Of an invitation. */
  role: Role | null;
  /** The person who gets a new password. */
  userId: UserId | null;
  createdBy: UserId | null;
  note: string | null;
  createdAt: string;
  expiresAt: string;
}

/** One-time links as the records keep them. Which link is good for what, and for how long, is decided by identity. */
export interface SignInLinks {
  create(link: Omit<SignInLink, 'claimedAt'>): Promise<void>;
  find(tokenHash: string): Promise<SignInLink | null>;
  /**
   * True for exactly one caller, and only while the link has not expired: every concurrent or later caller gets false.
   */
  claim(tokenHash: string, now: number): Promise<boolean>;
  /** Gives a claimed link back, when what it was claimed for could not be done. */
  release(tokenHash: string): Promise<void>;
  /**
   * Makes the unclaimed links of a kind worthless, so that the newest is the only one; with `userId`, those of that
   * person.
   */
  withdraw(purpose: LinkPurpose['kind'], userId: UserId | null): Promise<void>;
  /** Makes the unclaimed links worthless that this person made. */
  withdrawAllOf(maker: UserId): Promise<void>;
  /** Those that may still be used, the newest first. */
  open(now: number): Promise<OpenLink[]>;
  /** Makes one unclaimed invitation or password link worthless; false where it was none. */
  revoke(id: string): Promise<boolean>;
  usersCount(): Promise<number>;
}
