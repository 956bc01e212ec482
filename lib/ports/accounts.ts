import type { Role } from '#lib/domain/access/roles';
import type { SessionId, UserId } from '#lib/domain/ids';
import type { PersonRow } from './people-rows';
import type { ClientInfo, SignedIn } from './sessions';
import type { OpenLink } from './sign-in-links';

/** A session that has not ended. */
export interface OpenSession {
  id: SessionId;
  address: string | null;
  userAgent: string;
  createdAt: string;
  /** Tries with this person's e-mail that failed between the sign-in before and this one. */
  failedBefore: number;
  /** Accurate to ten minutes, because an active session is extended that often. */
  lastUsedAt: string;
}

export interface PasskeyInfo {
  id: string;
  name: string;
  createdAt: string | null;
}

/** What the owner of an account sees of it. */
export interface Profile {
  id: UserId;
  name: string;
  email: string;
  role: Role;
  disabled: boolean;
  /** What they chose for all their browsers; null: each browser's own language. */
  locale: string | null;
  theme: string | null;
  hasTotp: boolean;
  recoveryCodesLeft: number;
  /** Tries with their e-mail that failed since anybody last signed in with it. */
  failedSignIns: number;
  passkeys: PasskeyInfo[];
}

/** What an authenticator app needs. */
export interface TotpSecret {
  /** In base 32, as it is typed by hand. */
  secret: string;
  /** otpauth://… */
  uri: string;
  /** The same as a QR code: an SVG. */
  qr: string;
}

/** WebAuthn's own JSON: passed between the browser and better-auth as it is. */
export type WebAuthnJson = Record<string, unknown>;

/** The accounts of people: what admins do with them, and what their owners do. */
export interface Accounts {
  people(): Promise<PersonRow[]>;
  /** Throws not_found or last_admin. Open screens are updated at once. */
  setRole(id: UserId, role: Role): Promise<void>;
  /** Throws not_found or last_admin. To disable ends every session. */
  setDisabled(id: UserId, disabled: boolean): Promise<void>;
  sessionsOf(id: UserId): Promise<OpenSession[]>;
  /** Throws not_found where this person has no such session. */
  endSession(of: UserId, id: SessionId): Promise<void>;
  /** Ends all of a person's sessions but one; resolves to their number. */
  endSessions(of: UserId, but: SessionId | null): Promise<number>;
  /** Invitations and links for a new password that may still be used, the newest first. */
  links(): Promise<OpenLink[]>;
  /** Throws not_found where it was used, has expired or was none. */
  revokeLink(id: string): Promise<void>;

  /** Throws not_found. */
  profile(id: UserId): Promise<Profile>;
  setProfile(id: UserId, change: { name?: string; locale?: string | null; theme?: string | null }): Promise<void>;
  /** Throws wrong_password or too_many_attempts; never locks the sign-in. */
  checkPassword(id: UserId, password: string): Promise<void>;
  /**
   * Takes the password again, or a code of the app, from who is signed in: the session counts as proved from then on.
   * Throws wrong_password, wrong_code or too_many_attempts; never locks the sign-in.
   */
  prove(by: { userId: UserId; sessionId: SessionId }, proof: { password: string } | { code: string }): Promise<void>;
  /**
   * Ends every session but this one, which gets a new token, and no browser is known as this person's any more but the
   * one that gets the cookies. Throws invalid_input with the problems of `claimProblems`.
   */
  setPassword(id: UserId, password: string, keep: SessionId): Promise<{ cookies: string[] }>;

  /**
   * A secret that counts once a code made of it was given. Throws not_possible where there is a second factor already.
   */
  startTotp(id: UserId): Promise<TotpSecret>;
  /** Throws wrong_code. The recovery codes are shown once. */
  confirmTotp(id: UserId, code: string): Promise<string[]>;
  newRecoveryCodes(id: UserId): Promise<string[]>;
  /** Also what was started and never confirmed. */
  endTotp(id: UserId): Promise<void>;
  startPasskey(headers: Headers): Promise<{ options: WebAuthnJson; cookies: string[] }>;
  /** Throws passkey_refused. */
  addPasskey(headers: Headers, name: string, response: WebAuthnJson): Promise<void>;
  /** Throws not_found where it is not this person's. */
  endPasskey(of: UserId, id: string): Promise<void>;
  /** TOTP and passkeys: for who lost them. */
  clearSecondFactors(id: UserId): Promise<void>;

  /**
   * The second step of a sign-in: a code of the app, or a recovery code. Throws wrong_code, second_factor_expired,
   * too_many_attempts.
   */
  passSecondFactor(headers: Headers, code: string, client: ClientInfo): Promise<SignedIn>;
  passkeyChallenge(): Promise<{ options: WebAuthnJson; cookies: string[] }>;
  /** Throws passkey_refused or too_many_attempts. */
  signInByPasskey(headers: Headers, response: WebAuthnJson, client: ClientInfo): Promise<SignedIn>;
}
