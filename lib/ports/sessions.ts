import type { SessionPrincipal } from '#lib/domain/access/principal';
import type { Role } from '#lib/domain/access/roles';
import type { SessionId, UserId } from '#lib/domain/ids';

/** Set-Cookie header values for the answer. */
export interface SignedIn {
  principal: SessionPrincipal;
  cookies: string[];
  /** What this person chose for all their browsers. */
  choices: { locale: string | null; theme: string | null };
}

/** The password was right and is not enough; the cookies carry the sign-in to its second step. */
export interface SecondFactorNeeded {
  principal: null;
  cookies: string[];
}

export interface ClientInfo {
  /** The client's address from trusted proxies, never from a header alone. `hidden`: all share one. */
  address: string;
  userAgent: string;
  /** The key that the browser keeps for this console's origin; a session that is opened without one opens nothing. */
  browserKey?: string;
}

export interface Person {
  id: UserId;
  name: string;
  email: string;
  role: Role;
  createdAt: string;
}

/** What a one-time link is good for. */
export type LinkPurpose =
  | { kind: 'first-admin' }
  /** `by` is the admin who answers for it: it is worth what they are. `note`: for whom it is meant. */
  | { kind: 'invitation'; role: Role; by?: UserId; note?: string }
  | { kind: 'new-password'; userId: UserId; by?: UserId };

export interface InspectedLink {
  kind: LinkPurpose['kind'];
  /** The role that the account has, or will have. */
  role: Role;
  /** Of the account that gets a new password; null for a new account. */
  email: string | null;
  name: string | null;
}

/** People and their sessions. */
export interface Sessions {
  /** The principal of the cookie's session, if the browser key is the one that it was opened with. */
  principalOf(headers: Headers): Promise<SessionPrincipal | null>;
  /**
   * The cookie's owner, without proof of the sender: enough for the frame of a page, not for reading or changing
   * anything.
   */
  principalOfCookie(headers: Headers): Promise<SessionPrincipal | null>;
  /** By id, for sockets that outlive their handshake; null when the session has ended or the account is gone. */
  principalBySession(id: SessionId): Promise<SessionPrincipal | null>;
  /**
   * The headers show whether this person has signed in with this browser before, which then has a count of its own;
   * without them it is a stranger's. Throws wrong_credentials or too_many_attempts (params.seconds until the next try).
   */
  signIn(
    email: string,
    password: string,
    client: ClientInfo,
    headers?: Headers,
  ): Promise<SignedIn | SecondFactorNeeded>;
  signOut(headers: Headers): Promise<{ cookies: string[] }>;
  /** Ends one session, wherever it is open. */
  end(id: SessionId): Promise<void>;
  /** Whether there is no account yet. */
  isFresh(): Promise<boolean>;
  /**
   * A new link's secret, shown once; only its hash is kept. It lives 24 h; an older one for the first admin, or for the
   * same person's password, dies with it.
   */
  makeLink(purpose: LinkPurpose): Promise<string>;
  /** What a link is for, without using it up; throws link_invalid. */
  inspectLink(secret: string, client: ClientInfo): Promise<InspectedLink>;
  /**
   * Uses the link up, once, and signs in; for a new password the second factors are cleared with it. Throws
   * link_invalid, too_many_attempts, email_in_use, or invalid_input with what `claimProblems` says.
   */
  claimLink(
    secret: string,
    claim: { name: string; email: string; password: string },
    client: ClientInfo,
  ): Promise<SignedIn>;
  people(): Promise<Person[]>;
  /** Called when a session has ended or is worth something else now, so that its sockets are closed and ask again. */
  onSessionEnd(listener: (id: SessionId) => void): () => void;
}
