import type { SessionId, TokenId, UserId } from '../ids';
import type { Role, Verb } from './roles';
import type { TokenScope } from './token-scope';

/**
 * Who acts: a person through a session, a program through a person's token, or the console itself. `address` is where a
 * request came from, as far as known.
 *
 * Of a token, `verbs` is what it may: its own, less what its owner may not any more. Its `role` is the highest whose
 * every verb is among them, so that a check of the role alone never grants too much.
 */
export type Principal =
  | {
      kind: 'session';
      userId: UserId;
      sessionId: SessionId;
      name: string;
      email: string;
      role: Role;
      address?: string;
      /** Epoch ms of the last time that this session's owner proved who they are. */
      provedAt?: number;
      /** The role demands a second factor that this session does not have: all it may do is set one up. */
      lacksSecondFactor?: boolean;
    }
  | {
      kind: 'token';
      userId: UserId;
      tokenId: TokenId;
      /** What its owner calls it. */
      token: string;
      name: string;
      email: string;
      role: Role;
      verbs: readonly Verb[];
      scope: TokenScope;
      address?: string;
    }
  | { kind: 'system'; name: string; address?: string };

/** A person at a browser. */
export type SessionPrincipal = Extract<Principal, { kind: 'session' }>;
/** A program with a person's token. */
export type TokenPrincipal = Extract<Principal, { kind: 'token' }>;
/** Who a request comes from: a person or a program, never the console itself. */
export type RequestPrincipal = SessionPrincipal | TokenPrincipal;
