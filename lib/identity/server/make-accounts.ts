import { APIError } from 'better-auth/api';
import { asFaultParams, nameProblem } from '#lib/domain/access/claim';
import { may } from '#lib/domain/access/roles';
import { Fault, isFault } from '#lib/domain/fault';
import type { SessionId, UserId } from '#lib/domain/ids';
import type { Accounts, OpenSession, PasskeyInfo, WebAuthnJson } from '#lib/ports/accounts';
import type { ClientInfo, SignedIn } from '#lib/ports/sessions';
import { endOthers, setPassword } from './accounts';
import { HIDDEN_ADDRESS } from './attempts';
import { asCarrier } from './carrier-cookie';
import { headersOf } from './client-headers';
import { chosenPasswordProblem } from './common-passwords';
import { countFailure } from './count-failure';
import { isRefusal } from './faults';
import type { IdentityKit } from './identity-kit';
import { passkeyChallenge, redeemChallenge } from './passkey-challenge';
import { verifyPassword } from './passwords';
import { asStored } from './recovery-codes';
import { renewToken } from './renew-token';
import {
  clearSecondFactors,
  confirmTotp,
  endTotp,
  isFirstUse,
  isTotpCode,
  newRecoveryCodes,
  plainCode,
  recoveryCodesLeft,
  startTotp,
  storedRecoveryCodes,
  takeTotp,
} from './second-factor';
import { signedCookie } from './signed-cookie';
import { roleOf, type StoredSession, signedInBy, type User } from './signed-in';

/** Accounts, as administered by admins and by their owners. */
export function makeAccounts(kit: IdentityKit): Accounts {
  const { auth, attempts, browsers, links, people, clock, publishEnd } = kit;
  const store = async () => (await auth.$context).internalAdapter;

  const userOf = async (id: UserId): Promise<User> => {
    const user = (await (await store()).findUserById(id)) as User | null;
    if (!user) throw new Fault('not_found', { kind: 'person', id });
    return user;
  };

  const setStanding = async (id: UserId, change: Parameters<typeof people.setStanding>[1]): Promise<void> => {
    const outcome = await people.setStanding(id, change);
    if (outcome === 'missing') throw new Fault('not_found', { kind: 'person', id });
    if (outcome === 'last_admin') throw new Fault('last_admin');
  };

  const passkeysOf = async (id: UserId) => {
    const { adapter } = await auth.$context;
    const where = [{ field: 'userId', value: id }];
    return adapter.findMany<{ id: string; name?: string | null; createdAt?: Date | null }>({ model: 'passkey', where });
  };

  /** Headers for better-auth: whose session it is, and which page sent the request. */
  const requestHeaders = (headers: Headers, client?: ClientInfo, cookies?: string): Headers => {
    const passed = new Headers({ cookie: cookies ?? headers.get('cookie') ?? '' });
    const origin = headers.get('origin');
    if (origin) passed.set('origin', origin);
    if (client) for (const [name, value] of headersOf(client)) passed.set(name, value);
    return passed;
  };

  const refusedAs = (code: 'passkey_refused') => (error: unknown) => {
    throw isRefusal(error) ? new Fault(code, {}, { cause: error }) : error;
  };

  return {
    people: () => people.list(clock.now()),

    async setRole(id, role) {
      await setStanding(id, { role });
      if (!may(role, 'people:administer')) await links.withdrawAllOf(id);
      for (const session of await (await store()).listSessions(id)) publishEnd(session.id as SessionId);
    },

    async setDisabled(id, disabled) {
      await setStanding(id, { disabled });
      if (!disabled) return;
      await links.withdrawAllOf(id);
      await (await store()).deleteUserSessions(id);
    },

    async sessionsOf(id) {
      const sessions = (await (await store()).listSessions(id)) as StoredSession[];
      return sessions
        .filter(({ expiresAt }) => expiresAt.getTime() > clock.now())
        .map(
          ({ id: session, ipAddress, userAgent, createdAt, updatedAt, failedBefore }): OpenSession => ({
            id: session as SessionId,
            address: ipAddress || null,
            userAgent: userAgent ?? '',
            createdAt: createdAt.toISOString(),
            lastUsedAt: updatedAt.toISOString(),
            failedBefore: failedBefore ?? 0,
          }),
        )
        .sort((a, b) => (a.lastUsedAt < b.lastUsedAt ? 1 : -1));
    },

    async endSession(of, id) {
      const sessions = await (await store()).listSessions(of);
      const session = sessions.find((one) => one.id === id);
      if (!session) throw new Fault('not_found', { kind: 'session', id });
      await (await store()).deleteSession(session.token);
    },

    endSessions: async (of, but) => endOthers(await store(), of, but),

    links: () => links.open(clock.now()),

    async revokeLink(id) {
      if (!(await links.revoke(id))) throw new Fault('not_found', { kind: 'invitation', id: id.slice(0, 12) });
    },

    async profile(id) {
      const user = await userOf(id);
      const { name, email, locale = null, theme = null, twoFactorEnabled } = user;
      return {
        id,
        name,
        email,
        role: roleOf(user) ?? 'viewer',
        disabled: user.disabled === true,
        locale,
        theme,
        hasTotp: twoFactorEnabled === true,
        recoveryCodesLeft: await recoveryCodesLeft(auth, user),
        failedSignIns: await people.failedSignIns(id),
        passkeys: (await passkeysOf(id)).map(
          (one): PasskeyInfo => ({
            id: one.id,
            name: one.name ?? '',
            createdAt: one.createdAt?.toISOString() ?? null,
          }),
        ),
      };
    },

    async setProfile(id, change) {
      if (change.name !== undefined) {
        const taken = (await people.isNameTaken(change.name, id)) ? 'name_is_taken' : null;
        const reason = nameProblem(change.name) ?? taken;
        if (reason) throw new Fault('invalid_input', asFaultParams([{ field: 'name', reason }]));
      }
      const { name, ...choices } = change;
      if (name !== undefined) await people.rename(id, name);
      if (Object.keys(choices).length > 0) await (await store()).updateUser(id, choices);
    },

    checkPassword: (id, password) =>
      attempts.ownPassword(id, async () => {
        const account = await (await store()).findCredentialAccount(id);
        const hash = account?.password ?? '';
        if (!(await verifyPassword({ hash, password }))) throw new Fault('wrong_password');
      }),

    async prove({ userId, sessionId }, proof) {
      await attempts.ownPassword(userId, async () => {
        if ('code' in proof) return takeTotp(auth, await userOf(userId), proof.code);
        const hash = (await (await store()).findCredentialAccount(userId))?.password ?? '';
        if (!(await verifyPassword({ hash, password: proof.password }))) throw new Fault('wrong_password');
      });
      const { adapter } = await auth.$context;
      const where = [{ field: 'id', value: sessionId }];
      await adapter.update({ model: 'session', where, update: { provedAt: new Date(clock.now()) } });
    },

    async setPassword(id, password, keep) {
      const user = await userOf(id);
      const problem = await chosenPasswordProblem(password, user);
      if (problem) throw new Fault('invalid_input', asFaultParams([{ field: 'password', reason: problem }]));
      await setPassword(await store(), id, password, keep);
      return { cookies: [asCarrier(await renewToken(auth, keep)), await browsers.cookieFor(user)] };
    },

    startTotp: async (id) => startTotp(auth, await userOf(id)),
    confirmTotp: (id, code) =>
      attempts.secondFactor(id, { address: HIDDEN_ADDRESS, known: null }, async () =>
        confirmTotp(auth, await userOf(id), code),
      ),
    newRecoveryCodes: async (id) => newRecoveryCodes(auth, await userOf(id)),
    endTotp: (id) => endTotp(auth, id),
    clearSecondFactors: (id) => clearSecondFactors(auth, id),

    async startPasskey(headers) {
      const answer = await auth.api.generatePasskeyRegistrationOptions({
        headers: requestHeaders(headers),
        returnHeaders: true,
      });
      return { options: answer.response as unknown as WebAuthnJson, cookies: answer.headers.getSetCookie() };
    },

    async addPasskey(headers, name, response) {
      await auth.api
        .verifyPasskeyRegistration({ headers: requestHeaders(headers), body: { response, name } })
        .catch(refusedAs('passkey_refused'));
    },

    async endPasskey(of, id) {
      if (!(await passkeysOf(of)).some((one) => one.id === id)) throw new Fault('not_found', { kind: 'passkey', id });
      const { adapter } = await auth.$context;
      await adapter.delete({ model: 'passkey', where: [{ field: 'id', value: id }] });
    },

    async passSecondFactor(headers, given, client) {
      // only the first step's cookie: beside a session's cookie, better-auth would check the code for that session
      const pending = await signedCookie(auth, headers, 'two_factor');
      const userId = pending && (await store().then((rows) => rows.findVerificationValue(pending.value)))?.value;
      if (!pending?.value.startsWith('2fa-') || pending.value.startsWith('2fa-attempts-') || !userId)
        throw new Fault('second_factor_expired');
      const { email } = await userOf(userId as UserId);
      const known = await browsers.recognise(headers, email);
      return attempts
        .secondFactor(userId, { ...client, known }, async () => {
          const stored = await storedRecoveryCodes(auth, userId);
          const code = isTotpCode(given) ? plainCode(given) : await asStored(given.trim().toLowerCase(), stored);
          if (isTotpCode(given) && !(await isFirstUse(auth, userId, code))) throw new Fault('wrong_code');
          const step = {
            body: { code },
            headers: requestHeaders(headers, client, pending.header),
            returnHeaders: true,
          } as const;
          const answer = await (isTotpCode(given) ? auth.api.verifyTOTP(step) : auth.api.verifyBackupCode(step)).catch(
            (error: unknown) => {
              throw secondFactorFault(error);
            },
          );
          return signedInBy(kit, answer.response.token as string, answer.headers);
        })
        .catch((error: unknown) => {
          if (isFault(error, 'wrong_code')) countFailure(kit, email);
          throw error;
        });
    },

    passkeyChallenge: () => passkeyChallenge(auth, clock.now()),

    signInByPasskey: (headers, response, client) =>
      attempts.passkey(client.address, async (): Promise<SignedIn> => {
        const challenge = await redeemChallenge(auth, headers, response, clock.now());
        if (challenge === null) throw new Fault('passkey_refused');
        const answer = await auth.api
          .verifyPasskeyAuthentication({
            body: { response: response as never },
            headers: requestHeaders(headers, client, challenge),
            returnHeaders: true,
          })
          .catch((error: unknown) => {
            // better-auth reports the refused session of a disabled account as its own failure
            throw isRefusal(error) || isSessionRefused(error)
              ? new Fault('passkey_refused', {}, { cause: error })
              : error;
          });
        return signedInBy(kit, answer.response.session.token, answer.headers);
      }),
  };
}

const codeOf = (error: unknown): string =>
  error instanceof APIError ? String((error.body as { code?: unknown } | undefined)?.code ?? '') : '';

const isSessionRefused = (error: unknown): boolean => codeOf(error) === 'UNABLE_TO_CREATE_SESSION';

function secondFactorFault(error: unknown): unknown {
  const code = codeOf(error);
  if (code === 'FAILED_TO_CREATE_SESSION') return new Fault('wrong_credentials');
  if (!isRefusal(error)) return error;
  const isOver = code === 'INVALID_TWO_FACTOR_COOKIE' || code === 'TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE';
  return new Fault(isOver ? 'second_factor_expired' : 'wrong_code', {}, { cause: error });
}
