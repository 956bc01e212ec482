import type { SessionId } from '#lib/domain/ids';
import type { Clock } from '#lib/ports/clock';
import type { PeopleRows } from '#lib/ports/people-rows';
import type { SignInLinks } from '#lib/ports/sign-in-links';
import type { Attempts } from './attempts';
import type { Auth } from './auth';
import type { KnownBrowsers } from './known-browsers';

/** What sessions and accounts share. */
export interface IdentityKit {
  auth: Auth;
  attempts: Attempts;
  browsers: KnownBrowsers;
  links: SignInLinks;
  people: PeopleRows;
  clock: Clock;
  listeners: Set<(id: SessionId) => void>;
  /** Tells whoever holds sockets of this session that it has ended or is worth something else. */
  tellEnd(id: SessionId): void;
}
