import type { Role } from '#lib/domain/access/roles';
import type { SessionId } from '#lib/domain/ids';
import type { Clock } from '#lib/ports/clock';
import type { Log } from '#lib/ports/log';
import type { PeopleRows } from '#lib/ports/people-rows';
import type { SignInLinks } from '#lib/ports/sign-in-links';
import type { Attempts } from './attempts';
import type { Auth } from './auth';
import type { KnownBrowsers } from './known-browsers';

/** What a console requires of sessions beyond a correct password. */
export interface SessionPolicy {
  /** The longest life of a session in hours, however much it is used. */
  sessionHours: Record<Role, number>;
  /** Roles whose password alone opens only the set-up of a second factor. */
  secondFactorRoles: readonly Role[];
}

/** What sessions and accounts share. */
export interface IdentityKit {
  policy: SessionPolicy;
  auth: Auth;
  attempts: Attempts;
  browsers: KnownBrowsers;
  links: SignInLinks;
  people: PeopleRows;
  clock: Clock;
  log: Log;
  listeners: Set<(id: SessionId) => void>;
  /** Notifies the sockets of a session that it ended or changed its role. */
  publishEnd(id: SessionId): void;
}
