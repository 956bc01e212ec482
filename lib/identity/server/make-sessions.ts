import { createHash, randomBytes } from 'node:crypto';
import { asFaultParams, type Claim, claimProblems, LINK_LIVES_MS } from '#lib/domain/access/claim';
import { may } from '#lib/domain/access/roles';
import { Fault, isFault } from '#lib/domain/fault';
import type { UserId } from '#lib/domain/ids';
import type { ClientInfo, InspectedLink, Person, SecondFactorNeeded, Sessions, SignedIn } from '#lib/ports/sessions';
import type { SignInLink } from '#lib/ports/sign-in-links';
import { makeAccount, setPassword } from './accounts';
import { isFromSameOrigin } from './browser-key';
import { headersOf } from './client-headers';
import { chosenPasswordProblem } from './common-passwords';
import { countFailure } from './count-failure';
import { isRefusal } from './faults';
import type { IdentityKit } from './identity-kit';
import { clearSecondFactors } from './second-factor';
import { principalFrom, roleOf, type StoredSession, signedInBy, type User } from './signed-in';

const newLinkSecret = (): string => randomBytes(32).toString('base64url');

/** A secret of 256 random bits requires no slow hash, because it cannot be guessed. */
const linkHash = (secret: string): string => createHash('sha256').update(secret).digest('hex');

const MANY = 10_000;

/** Sessions, and the ways to sign in. */
export function makeSessions(kit: IdentityKit): Sessions {
  const { auth, attempts, browsers, links, people, clock, listeners } = kit;
  /** better-auth's context: its tables without its endpoints. */
  const store = async () => (await auth.$context).internalAdapter;

  const isFresh = async () => (await links.usersCount()) === 0;

  const userOfLink = async ({ userId }: SignInLink): Promise<User> => {
    const user = userId && ((await (await store()).findUserById(userId)) as User | null);
    if (!user || user.disabled) throw new Fault('link_invalid');
    return user;
  };

  /** A link is valid only while its maker is, so that a removed admin cannot return through one. */
  const assertMakerStands = async ({ createdBy }: SignInLink): Promise<void> => {
    if (createdBy === null) return;
    const maker = (await (await store()).findUserById(createdBy)) as User | null;
    if (!maker || maker.disabled || !may(roleOf(maker) ?? 'viewer', 'people:administer'))
      throw new Fault('link_invalid');
  };

  const goodLink = async (secret: string): Promise<SignInLink & InspectedLink> => {
    const link = await links.find(linkHash(secret));
    if (!link || link.claimedAt !== null || link.expiresAt <= clock.now()) throw new Fault('link_invalid');
    await assertMakerStands(link);
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

  const openSession = async (
    email: string,
    password: string,
    client: ClientInfo,
  ): Promise<SignedIn | SecondFactorNeeded> => {
    const headers = headersOf(client);
    const answer = await auth.api
      .signInEmail({ body: { email, password }, headers, returnHeaders: true })
      .catch((error: unknown) => {
        throw isRefusal(error) ? new Fault('wrong_credentials') : error;
      });
    // the two-factor plugin responds instead, and has deleted the session
    if ('twoFactorRedirect' in answer.response) return { principal: null, cookies: answer.headers.getSetCookie() };
    return signedInBy(kit, answer.response.token, answer.headers);
  };

  const sessionOfCookie = async (headers: Headers): Promise<{ session: StoredSession; user: User } | null> => {
    if (!headers.get('cookie')?.includes('swarmdeck.session_token')) return null;
    const found = await auth.api.getSession({ headers });
    return found && { session: found.session as StoredSession, user: found.user as User };
  };

  return {
    async principalOf(headers) {
      const found = await sessionOfCookie(headers);
      if (!found || !isFromSameOrigin(headers, found.session.keyHash)) return null;
      return principalFrom(kit, found.session, found.user);
    },

    async principalOfCookie(headers) {
      const found = await sessionOfCookie(headers);
      // a session from before there were keys: its owner signs in again
      return found?.session.keyHash ? principalFrom(kit, found.session, found.user) : null;
    },

    async principalBySession(id) {
      const { adapter } = await auth.$context;
      const byId = (value: string) => [{ field: 'id', value }];
      const session = await adapter.findOne<StoredSession>({ model: 'session', where: byId(id) });
      if (!session || session.expiresAt.getTime() <= clock.now()) return null;
      const user = await adapter.findOne<User>({ model: 'user', where: byId(session.userId) });
      return user && principalFrom(kit, session, user);
    },

    async signIn(email, password, client, headers = new Headers()) {
      const account = email.trim().toLowerCase();
      const known = await browsers.recognise(headers, account);
      try {
        return await attempts.signIn(account, { ...client, known }, () => openSession(account, password, client));
      } catch (error) {
        if (isFault(error, 'wrong_credentials')) countFailure(kit, account);
        throw error;
      }
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
        createdBy: purpose.kind === 'first-admin' ? null : (purpose.by ?? null),
        note: (purpose.kind === 'invitation' && purpose.note) || null,
        expiresAt: clock.now() + LINK_LIVES_MS,
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
        const problems = claimProblems(wanted).filter(({ field }) => link.name === null || field === 'password');
        if (problems.length === 0 && (await chosenPasswordProblem(wanted.password, wanted)))
          problems.push({ field: 'password', reason: 'password_is_common' });
        // the name of an existing account is not checked by its link
        if (link.name === null && problems.length === 0 && (await people.isNameTaken(wanted.name, null)))
          problems.push({ field: 'name', reason: 'name_is_taken' });
        if (problems.length > 0) throw new Fault('invalid_input', asFaultParams(problems));
        if (!(await links.claim(link.tokenHash, clock.now()))) throw new Fault('link_invalid');
        try {
          if (link.kind === 'new-password' && link.userId) {
            // this person lost their password, and maybe the second factor as well
            await clearSecondFactors(auth, link.userId);
            await setPassword(await store(), link.userId, wanted.password);
          } else await makeAccount(await store(), wanted, link.role);
        } catch (error) {
          await links.release(link.tokenHash);
          throw error;
        }
        return { ...wanted, userId: link.userId ?? undefined };
      });
      await attempts.forgive(claim.email, claim.userId);
      const signedIn = await openSession(claim.email, claim.password, client);
      if (!signedIn.principal) throw new Fault('wrong_credentials');
      return signedIn;
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
}

function personFrom(user: User): Person | null {
  const role = roleOf(user);
  if (!role) return null;
  return { id: user.id as UserId, name: user.name, email: user.email, role, createdAt: user.createdAt.toISOString() };
}
