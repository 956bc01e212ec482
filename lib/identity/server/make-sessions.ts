import { asFaultParams, type Claim, claimProblems } from '#lib/domain/access/claim';
import type { Principal } from '#lib/domain/access/principal';
import { ROLES, type Role } from '#lib/domain/access/roles';
import { Fault } from '#lib/domain/fault';
import type { SessionId, UserId } from '#lib/domain/ids';
import type { Clock } from '#lib/ports/clock';
import type { Log } from '#lib/ports/log';
import type { ClientInfo, InspectedLink, Person, Sessions, SignedIn } from '#lib/ports/sessions';
import type { SignInLink, SignInLinks } from '#lib/ports/sign-in-links';
import { makeAccount, setPassword } from './accounts';
import { Attempts } from './attempts';
import { ADDRESS_HEADER, makeAuth } from './auth';
import { asCarrier } from './carrier-cookie';
import { identityFault, isRefusal } from './faults';
import { linkHash, newLinkSecret } from './link-secret';

export interface SessionSettings {
  prisma: unknown;
  provider: 'sqlite' | 'postgresql';
  links: SignInLinks;
  secret: string;
  baseUrl: string | null;
  secureCookies: boolean;
  log: Log;
  clock: Clock;
}

type SignedInPrincipal = Extract<Principal, { kind: 'session' }>;

/** A row of users as better-auth hands it out. */
interface User {
  id: string;
  name: string;
  email: string;
  role?: string;
  disabled?: boolean;
  createdAt: Date;
}

const LINK_MS = 24 * 3600 * 1000;
const MANY = 10_000;

/** People and their sessions by better-auth, behind the port that everybody else knows. */
export function makeSessions(settings: SessionSettings): Sessions {
  const { links, clock } = settings;
  const listeners = new Set<(id: SessionId) => void>();
  const auth = makeAuth({ ...settings, onSessionEnd: (id) => listeners.forEach((tell) => void tell(id)) });
  const attempts = new Attempts(settings.prisma, settings.log);
  /** better-auth's context: its tables without its endpoints. */
  const store = async () => (await auth.$context).internalAdapter;

  const isFresh = async () => (await links.usersCount()) === 0;

  const userOfLink = async ({ userId }: SignInLink): Promise<User> => {
    const user = userId && ((await (await store()).findUserById(userId)) as User | null);
    if (!user || user.disabled) throw new Fault('link_invalid');
    return user;
  };

  const goodLink = async (secret: string): Promise<SignInLink & InspectedLink> => {
    const link = await links.find(linkHash(secret));
    if (!link || link.claimedAt !== null || link.expiresAt <= clock.now()) throw new Fault('link_invalid');
    const { purpose: kind } = link;
    const nobody = { email: null, name: null };
    if (kind === 'new-password') {
      const user = await userOfLink(link);
      return { ...link, kind, role: roleOf(user) ?? 'viewer', email: user.email, name: user.name };
    }
    if (kind === 'invitation') return { ...link, kind, role: link.role ?? 'viewer', ...nobody };
    if (!(await isFresh())) throw new Fault('link_invalid');
    return { ...link, kind, role: 'admin', ...nobody };
  };

  const openSession = async (email: string, password: string, client: ClientInfo): Promise<SignedIn> => {
    const headers = new Headers({ 'user-agent': client.userAgent, [ADDRESS_HEADER]: client.address });
    const answer = await auth.api
      .signInEmail({ body: { email, password }, headers, returnHeaders: true })
      .catch((error: unknown) => {
        throw isRefusal(error) ? new Fault('wrong_credentials') : error;
      });
    const found = await (await store()).findSession(answer.response.token);
    const principal = found && principalFrom(found.session, found.user as User);
    if (!principal) throw new Fault('wrong_credentials');
    return { principal, cookies: answer.headers.getSetCookie().map(asCarrier) };
  };

  const sessions: Sessions = {
    async principalOf(headers) {
      if (!headers.get('cookie')?.includes('swarmdeck.session_token')) return null;
      const found = await auth.api.getSession({ headers });
      return found && principalFrom(found.session, found.user as User);
    },

    async principalBySession(id) {
      const { adapter } = await auth.$context;
      const byId = (value: string) => [{ field: 'id', value }];
      const session = await adapter.findOne<StoredSession>({ model: 'session', where: byId(id) });
      if (!session || session.expiresAt.getTime() <= clock.now()) return null;
      const user = await adapter.findOne<User>({ model: 'user', where: byId(session.userId) });
      return user && principalFrom(session, user);
    },

    async signIn(email, password, client) {
      const account = email.trim().toLowerCase();
      return attempts.signIn(account, client.address, () => openSession(account, password, client));
    },

    async signOut(headers) {
      const answer = await auth.api.signOut({ headers, returnHeaders: true });
      return { cookies: answer.headers.getSetCookie() };
    },

    async end(id) {
      const { adapter, internalAdapter } = await auth.$context;
      const session = await adapter.findOne<StoredSession>({ model: 'session', where: [{ field: 'id', value: id }] });
      if (session) await internalAdapter.deleteSession(session.token);
    },

    isFresh,

    async makeLink(purpose) {
      const userId = purpose.kind === 'new-password' ? purpose.userId : null;
      if (purpose.kind === 'first-admin' && !(await isFresh()))
        throw new Fault('not_possible', { reason: 'has_people' });
      if (purpose.kind !== 'invitation') await links.withdraw(purpose.kind, userId);
      const secret = newLinkSecret();
      await links.create({
        tokenHash: linkHash(secret),
        purpose: purpose.kind,
        role: purpose.kind === 'invitation' ? purpose.role : null,
        userId,
        expiresAt: clock.now() + LINK_MS,
      });
      return secret;
    },

    inspectLink: (secret, client) =>
      attempts.link(client.address, async () => {
        const { kind, role, email, name } = await goodLink(secret);
        return { kind, role, email, name };
      }),

    async claimLink(secret, given, client) {
      const claim = await attempts.link(client.address, async () => {
        const link = await goodLink(secret);
        const wanted: Claim = {
          name: link.name ?? given.name.trim(),
          email: link.email ?? given.email.trim().toLowerCase(),
          password: given.password,
        };
        const problems = claimProblems(wanted);
        if (problems.length > 0) throw new Fault('invalid_input', asFaultParams(problems));
        if (!(await links.claim(link.tokenHash, clock.now()))) throw new Fault('link_invalid');
        try {
          if (link.kind === 'new-password' && link.userId)
            await setPassword(await store(), link.userId, wanted.password);
          else await makeAccount(await store(), wanted, link.role);
        } catch (error) {
          await links.release(link.tokenHash);
          throw error;
        }
        return wanted;
      });
      await attempts.forgive(claim.email);
      return openSession(claim.email, claim.password, client);
    },

    async people() {
      const users = (await (await store()).listUsers(MANY, 0, { field: 'createdAt', direction: 'asc' })) as User[];
      return users.flatMap((user) => personFrom(user) ?? []);
    },

    onSessionEnd(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
  return speakingFaults(sessions);
}

interface StoredSession {
  id: string;
  token: string;
  userId: string;
  expiresAt: Date;
}

/** A role that this version does not know gives no rights at all. */
const roleOf = ({ role }: User): Role | undefined => ROLES.find((known) => known === role);

function principalFrom(session: { id: string }, user: User): SignedInPrincipal | null {
  const role = roleOf(user);
  if (!role || user.disabled) return null;
  const { id, name, email } = user;
  return { kind: 'session', userId: id as UserId, sessionId: session.id as SessionId, name, email, role };
}

function personFrom(user: User): Person | null {
  const role = roleOf(user);
  if (!role) return null;
  return { id: user.id as UserId, name: user.name, email: user.email, role, createdAt: user.createdAt.toISOString() };
}

/** better-auth's and the database's errors leave this room as Faults. */
function speakingFaults(sessions: Sessions): Sessions {
  const spoken = Object.entries(sessions).map(([name, method]) => {
    if (name === 'onSessionEnd') return [name, method];
    const told = async (...args: unknown[]) => {
      try {
        return await (method as (...given: unknown[]) => Promise<unknown>)(...args);
      } catch (error) {
        throw identityFault(error);
      }
    };
    return [name, told];
  });
  return Object.fromEntries(spoken) as Sessions;
}
