import type { SessionPrincipal } from '#lib/domain/access/principal';
import { ROLES, type Role } from '#lib/domain/access/roles';
import { Fault } from '#lib/domain/fault';
import type { SessionId, UserId } from '#lib/domain/ids';
import type { SignedIn } from '#lib/ports/sessions';
import { asCarrier } from './carrier-cookie';
import type { IdentityKit } from './identity-kit';

const HOUR_MS = 3_600_000;

/** A user row of better-auth. */
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

/** An unknown role gives no rights. */
export const roleOf = ({ role }: User): Role | undefined => ROLES.find((known) => known === role);

/** A session row of better-auth. */
export interface StoredSession {
  id: string;
  token: string;
  userId: string;
  expiresAt: Date;
  createdAt: Date;
  updatedAt: Date;
  ipAddress?: string | null;
  userAgent?: string | null;
  keyHash?: string | null;
  provedAt?: Date | null;
  method?: string | null;
  failedBefore?: number | null;
}

/** null where the account is disabled, or the session is older than its role allows. */
export function principalFrom(
  { policy, clock }: Pick<IdentityKit, 'policy' | 'clock'>,
  session: StoredSession,
  user: User,
): SessionPrincipal | null {
  const role = roleOf(user);
  if (!role || user.disabled) return null;
  if (clock.now() >= session.createdAt.getTime() + policy.sessionHours[role] * HOUR_MS) return null;
  const { id, name, email } = user;
  const lacksSecondFactor =
    policy.secondFactorRoles.includes(role) && user.twoFactorEnabled !== true && session.method !== 'passkey';
  return {
    kind: 'session',
    userId: id as UserId,
    sessionId: session.id as SessionId,
    name,
    email,
    role,
    provedAt: session.provedAt?.getTime() ?? 0,
    ...(lacksSecondFactor && { lacksSecondFactor }),
  };
}

/**
 * The principal of a session that better-auth just opened, with the cookies and choices for the browser, which is known
 * from now on.
 */
export async function signedInBy(kit: IdentityKit, token: string, headers: Headers): Promise<SignedIn> {
  const { auth, browsers, people } = kit;
  const { adapter, internalAdapter } = await auth.$context;
  const found = await internalAdapter.findSession(token);
  const user = found && (found.user as User);
  const principal = found && user && principalFrom(kit, found.session as StoredSession, user);
  if (!principal) throw new Fault('wrong_credentials');
  const failedBefore = await people.takeFailedSignIns(principal.userId);
  if (failedBefore > 0)
    await adapter.update({
      model: 'session',
      where: [{ field: 'id', value: principal.sessionId }],
      update: { failedBefore },
    });
  const cookies = [...headers.getSetCookie().map(asCarrier), await browsers.cookieFor(user)];
  return { principal, cookies, choices: { locale: user.locale ?? null, theme: user.theme ?? null } };
}
