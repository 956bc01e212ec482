import type { Role } from '#lib/domain/access/roles';
import type { UserId } from '#lib/domain/ids';

/** An account as the records hold it. */
export interface PersonRow {
  id: UserId;
  name: string;
  email: string;
  role: Role;
  disabled: boolean;
  createdAt: string;
  /** The newest of their sessions' uses and acts; null where neither is known. */
  lastSeenAt: string | null;
  openSessions: number;
  hasTotp: boolean;
  passkeys: number;
}

/** What of people better-auth cannot do: a list with everything in it, and changes that keep one admin. */
export interface PeopleRows {
  list(now: number): Promise<PersonRow[]>;
  /**
   * Gives a role, disables or enables. `last_admin` where nobody who may administer would be left, however many ask at
   * once and on whichever console.
   */
  setStanding(id: UserId, change: { role?: Role; disabled?: boolean }): Promise<'changed' | 'last_admin' | 'missing'>;
  /** Counts a failed try for the account with this e-mail, if there is one. */
  signInFailed(email: string): Promise<void>;
  /** The number of failures since the last call, which resets the count. */
  takeFailedSignIns(id: UserId): Promise<number>;
  failedSignIns(id: UserId): Promise<number>;
  /** The name that was stays theirs: what they did is signed with it. */
  rename(id: UserId, name: string): Promise<void>;
  /** Whether somebody else has, or has had, a name that looks like this one. */
  isNameTaken(name: string, by: UserId | null): Promise<boolean>;
}
