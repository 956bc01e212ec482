import type { Principal } from '#lib/domain/access/principal';
import { ROLES, type Role } from '#lib/domain/access/roles';
import { Fault } from '#lib/domain/fault';
import type { SessionId, UserId } from '#lib/domain/ids';
import type { SignedIn } from '#lib/ports/sessions';
import { asCarrier } from './carrier-cookie';
import type { IdentityKit } from './identity-kit';

type SignedInPrincipal = Extract<Principal, { kind: 'session' }>;

/** A row of users as better-auth hands it out. */
export interface User {
  id: string;
  name: string;
  email: string;
  role?: string;
  disabled?: boolean;
  locale?: string | null;
  theme?: string | null;
  twoFactorEnabled?: boolean | null;
  createdAt: Date;
}

/** A role that this version does not know gives no rights at all. */
export const roleOf = ({ role }: User): Role | undefined => ROLES.find((known) => known === role);

export function principalFrom(session: { id: string }, user: User): SignedInPrincipal | null {
  const role = roleOf(user);
  if (!role || user.disabled) return null;
  const { id, name, email } = user;
  return { kind: 'session', userId: id as UserId, sessionId: session.id as SessionId, name, email, role };
}

/**
 * Who has the session that better-auth just opened, with the cookies and the choices that go to the browser. From now on
 * it is one of this person's.
 */
export async function signedInBy(
  { auth, browsers }: Pick<IdentityKit, 'auth' | 'browsers'>,
  token: string,
  headers: Headers,
): Promise<SignedIn> {
  const { internalAdapter } = await auth.$context;
  const found = await internalAdapter.findSession(token);
  const user = found && (found.user as User);
  const principal = found && user && principalFrom(found.session, user);
  if (!principal) throw new Fault('wrong_credentials');
  const cookies = [...headers.getSetCookie().map(asCarrier), await browsers.cookieFor(user)];
  return { principal, cookies, choices: { locale: user.locale ?? null, theme: user.theme ?? null } };
}
