import type { SessionId, UserId } from '../ids';
import type { Role } from './roles';

/** Who acts: a person through a session, or the console itself. */
export type Principal =
  | { kind: 'session'; userId: UserId; sessionId: SessionId; name: string; email: string; role: Role }
  | { kind: 'system'; name: string };
