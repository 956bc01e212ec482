import type * as argon2 from '@node-rs/argon2';
import { symmetricDecrypt, symmetricEncrypt } from 'better-auth/crypto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { BROWSER_KEY_HEADER } from '#lib/domain/access/browser-key';
import { isProved } from '#lib/domain/access/recent-proof';
import type { Role } from '#lib/domain/access/roles';
import type { SessionId, UserId } from '#lib/domain/ids';
import { codeOf } from '#lib/domain/testing/code-of';
import type { Accounts } from '#lib/ports/accounts';
import type { ApiTokens } from '#lib/ports/api-tokens';
import type { Sessions, SignedIn } from '#lib/ports/sessions';
import type { Records } from '#lib/records/open-records';
import { openTestRecords, quietLog, type TestDatabase, testedDatabases } from '#lib/records/testing/databases';
import { LIMITS } from './attempts';
import { makeIdentity } from './identity';
import { makeTokens } from './make-tokens';
import { from, HOME, withCookies } from './testing/clients';
import { OPEN_POLICY, testSettings } from './testing/settings';
import { codeNow } from './testing/totp';

// the real one with cheaper parameters
vi.mock('@node-rs/argon2', async (original) => {
  const real = await original<typeof argon2>();
  const cheap = { memoryCost: 1024, timeCost: 1 };
  return {
    ...real,
    hash: (password: string) => real.hash(password, cheap),
    hashRaw: (password: string, { salt }: argon2.Options) => real.hashRaw(password, { ...cheap, salt }),
  };
});

const DAY = 24 * 3_600_000;
const PASSWORD = 'correct-horse-battery';

for (const [name, make] of testedDatabases(process.env.TEST_POSTGRES_URL))
  describe(`accounts on ${name}`, () => {
    let database: TestDatabase;
    let records: Records;
    let sessions: Sessions;
    let accounts: Accounts;
    let tokens: ApiTokens;
    let aheadMs: number;
    let ended: SessionId[];
    let ada: SignedIn;

    const person = async (who: string, role: Role): Promise<SignedIn> =>
      sessions.claimLink(
        await sessions.makeLink({ kind: 'invitation', role }),
        { name: who, email: `${who.toLowerCase()}@example.org`, password: PASSWORD },
        HOME,
      );
    const signIn = (who: string, client = HOME) => sessions.signIn(`${who}@example.org`, PASSWORD, client);

    beforeEach(async () => {
      database = await make();
      records = await openTestRecords(database);
      aheadMs = 0;
      ended = [];
      const clock = { now: () => Date.now() + aheadMs };
      ({ sessions, accounts } = makeIdentity(testSettings(records, clock.now)));
      tokens = makeTokens({ rows: records.tokens, clock, log: quietLog });
      sessions.onSessionEnd((id) => ended.push(id));
      const link = await sessions.makeLink({ kind: 'first-admin' });
      ada = await sessions.claimLink(link, { name: 'Ada', email: 'ada@example.org', password: PASSWORD }, HOME);
    });
    afterEach(async () => {
      await records.close();
      await database.remove();
    });

    test('of two admins who demote each other at once, one stays', async () => {
      const bea = await person('Bea', 'admin');
      for (let round = 0; round < 5; round += 1) {
        const codes = await Promise.all([
          codeOf(accounts.setRole(ada.principal.userId, 'viewer')),
          codeOf(accounts.setDisabled(bea.principal.userId, true)),
        ]);
        expect(codes.sort()).toEqual(['done', 'last_admin']);
        await accounts.setRole(ada.principal.userId, 'admin');
        await accounts.setDisabled(bea.principal.userId, false);
      }
    });

    test('a role counts at once: its sockets are told, and its sessions stay', async () => {
      const otto = await person('Otto', 'viewer');
      await accounts.setRole(otto.principal.userId, 'operator');
      expect(ended).toEqual([otto.principal.sessionId]);
      expect(await sessions.principalOf(withCookies(otto))).toMatchObject({ role: 'operator' });
    });

    test('who is disabled is out everywhere, and in again with the same password when enabled', async () => {
      const otto = await person('Otto', 'viewer');
      await accounts.setDisabled(otto.principal.userId, true);
      expect(ended).toEqual([otto.principal.sessionId]);
      expect(await sessions.principalOf(withCookies(otto))).toBeNull();
      expect(await codeOf(signIn('otto'))).toBe('wrong_credentials');
      await accounts.setDisabled(otto.principal.userId, false);
      expect(await codeOf(signIn('otto'))).toBe('done');
    });

    test('an invitation that is revoked opens nothing', async () => {
      const secret = await sessions.makeLink({ kind: 'invitation', role: 'lead' });
      const [open] = await accounts.links();
      expect(open).toMatchObject({ role: 'lead' });
      await accounts.revokeLink(open?.id ?? '');
      expect(await codeOf(sessions.inspectLink(secret, HOME))).toBe('link_invalid');
      expect(await codeOf(accounts.revokeLink(open?.id ?? ''))).toBe('not_found');
    });

    test.each(['disabled', 'made a viewer'])('links of an admin who was %s open nothing', async (how) => {
      const bea = (await person('Bea', 'admin')).principal.userId;
      const invitation = await sessions.makeLink({ kind: 'invitation', role: 'admin', by: bea, note: 'for a friend' });
      const password = await sessions.makeLink({ kind: 'new-password', userId: ada.principal.userId, by: bea });
      expect((await accounts.links()).map(({ purpose, note }) => [purpose, note]).sort()).toEqual([
        ['invitation', 'for a friend'],
        ['new-password', null],
      ]);
      if (how === 'disabled') await accounts.setDisabled(bea, true);
      else await accounts.setRole(bea, 'viewer');
      expect(await accounts.links()).toEqual([]);
      for (const secret of [invitation, password])
        expect(await codeOf(sessions.inspectLink(secret, HOME))).toBe('link_invalid');
    });

    test('a cookie without the key of its browser opens nothing, and shows the frame of a page alone', async () => {
      const cookie = withCookies(ada).get('cookie') ?? '';
      const stolen = new Headers({ cookie });
      expect(await sessions.principalOf(stolen)).toBeNull();
      expect(await sessions.principalOfCookie(stolen)).toMatchObject({ email: 'ada@example.org' });
      const guessed = new Headers({ cookie, [BROWSER_KEY_HEADER]: 'g'.repeat(43) });
      expect(await sessions.principalOf(guessed)).toBeNull();
    });

    test('a session that was opened without a key opens nothing at all', async () => {
      const client = { address: '203.0.113.1', userAgent: 'an older console' };
      const keyless = (await signIn('ada', client)) as SignedIn;
      expect(await sessions.principalOf(withCookies(keyless))).toBeNull();
      expect(await sessions.principalOfCookie(withCookies(keyless))).toBeNull();
    });

    test('who proves who they are is believed from then on; guesses are counted apart from the sign-in', async () => {
      const by = ada.principal;
      aheadMs = 11 * 60_000;
      const provedAt = async () => (await sessions.principalOf(withCookies(ada)))?.provedAt ?? 0;
      expect(isProved(await provedAt(), Date.now() + aheadMs)).toBe(false);
      expect(await codeOf(accounts.prove(by, { password: 'not it' }))).toBe('wrong_password');
      expect(await codeOf(accounts.prove(by, { code: '123456' })), 'there is no app').toBe('wrong_code');
      expect(isProved(await provedAt(), Date.now() + aheadMs)).toBe(false);
      await accounts.prove(by, { password: PASSWORD });
      expect(isProved(await provedAt(), Date.now() + aheadMs)).toBe(true);
      for (let n = 0; n < LIMITS.ownPassword; n += 1) await codeOf(accounts.prove(by, { password: `guess ${n}` }));
      expect(await codeOf(accounts.prove(by, { password: PASSWORD }))).toBe('too_many_attempts');
      expect(await codeOf(signIn('ada'))).toBe('done');
    });

    test('failed tries are counted for their owner to see, and anew from each sign-in on', async () => {
      const { userId } = ada.principal;
      for (let n = 0; n < 3; n += 1) await codeOf(sessions.signIn('ada@example.org', 'wrong', HOME));
      await vi.waitFor(async () => expect((await accounts.profile(userId)).failedSignIns).toBe(3));
      const next = (await signIn('ada')) as SignedIn;
      expect((await accounts.profile(userId)).failedSignIns).toBe(0);
      const here = (await accounts.sessionsOf(userId)).find(({ id }) => id === next.principal.sessionId);
      expect(here?.failedBefore).toBe(3);
    });

    test('a name is one person’s, shows as what it is, and is not the system’s', async () => {
      await person('Otto', 'viewer');
      const { userId } = ada.principal;
      for (const name of ['otto', ' Ｏtto ', 'Docker Swarm', 'Ada\u202e', 'A\u200bda', 'Ada\n'])
        expect(await codeOf(accounts.setProfile(userId, { name })), JSON.stringify(name)).toBe('invalid_input');
      expect(await codeOf(accounts.setProfile(userId, { name: 'Ada Lovelace' }))).toBe('done');
      expect(await codeOf(person('ADA lovelace', 'viewer'))).toBe('invalid_input');
    });

    test('a name that somebody gave up stays theirs, because their acts are signed with it', async () => {
      const otto = (await person('Otto', 'operator')).principal.userId;
      await accounts.setProfile(ada.principal.userId, { name: 'Ada Lovelace' });
      expect(await codeOf(accounts.setProfile(otto, { name: 'ada' }))).toBe('invalid_input');
      expect(await codeOf(person('ADA', 'viewer'))).toBe('invalid_input');
      expect(await codeOf(accounts.setProfile(ada.principal.userId, { name: 'Ada' }))).toBe('done');
    });

    test('a session ends when it is as old as its role lets it be, however much it is used', async () => {
      const short = { ...OPEN_POLICY, sessionHours: { ...OPEN_POLICY.sessionHours, admin: 2 } };
      const clock = { now: () => Date.now() + aheadMs };
      const strict = makeIdentity({ ...testSettings(records, clock.now), policy: short }).sessions;
      expect(await strict.principalOf(withCookies(ada))).not.toBeNull();
      aheadMs = 2 * 3_600_000 + 1000;
      expect(await strict.principalOf(withCookies(ada))).toBeNull();
      expect(await strict.principalBySession(ada.principal.sessionId)).toBeNull();
    });

    test('where a role demands a second factor the password alone opens its set-up only', async () => {
      const demanding = { ...OPEN_POLICY, secondFactorRoles: ['admin'] as const };
      const strict = makeIdentity({ ...testSettings(records), policy: demanding }).sessions;
      expect(await strict.principalOf(withCookies(ada))).toMatchObject({ lacksSecondFactor: true });
      const { secret } = await accounts.startTotp(ada.principal.userId);
      await accounts.confirmTotp(ada.principal.userId, await codeNow(secret));
      expect((await strict.principalOf(withCookies(ada)))?.lacksSecondFactor).toBeUndefined();
    });

    test('sessions are listed with where they are; one or all others are ended', async () => {
      const second = (await signIn('ada', from('198.51.100.2'))) as SignedIn;
      await signIn('ada');
      const id = ada.principal.userId;
      expect((await accounts.sessionsOf(id)).map(({ address }) => address)).toContain('198.51.100.2');
      await accounts.endSession(id, second.principal.sessionId);
      expect(await accounts.endSessions(id, ada.principal.sessionId)).toBe(1);
      expect((await accounts.sessionsOf(id)).map((session) => session.id)).toEqual([ada.principal.sessionId]);
      expect(await codeOf(accounts.endSession('u2' as UserId, ada.principal.sessionId))).toBe('not_found');
    });

    test('a new password keeps this session and ends the others; guesses at the old one do not lock the sign-in', async () => {
      const other = (await signIn('ada')) as SignedIn;
      const id = ada.principal.userId;
      for (let n = 0; n < LIMITS.ownPassword; n += 1)
        expect(await codeOf(accounts.checkPassword(id, `guess ${n}`))).toBe('wrong_password');
      expect(await codeOf(accounts.checkPassword(id, PASSWORD))).toBe('too_many_attempts');
      expect(await codeOf(signIn('ada'))).toBe('done');
      expect(await codeOf(accounts.setPassword(id, 'short', ada.principal.sessionId))).toBe('invalid_input');
      const renewed = await accounts.setPassword(id, 'another-good-one', ada.principal.sessionId);
      expect(await sessions.principalOf(withCookies(renewed))).toMatchObject({ sessionId: ada.principal.sessionId });
      expect(await sessions.principalOf(withCookies(ada)), 'a copy of the old cookie is worth nothing').toBeNull();
      expect(await sessions.principalOf(withCookies(other))).toBeNull();
    });

    describe('a second factor', () => {
      let secret: string;
      let setUpBy: string;
      let recovery: string[];
      const pending = async () => withCookies(await signIn('ada'));

      beforeEach(async () => {
        ({ secret } = await accounts.startTotp(ada.principal.userId));
        expect(await codeOf(accounts.confirmTotp(ada.principal.userId, '000000'))).toBe('wrong_code');
        setUpBy = await codeNow(secret);
        recovery = await accounts.confirmTotp(ada.principal.userId, setUpBy);
      });

      test('is asked for: the password alone opens no session', async () => {
        expect(await sessions.principalOf(withCookies(ada)), 'the screen it was set up on stays open').not.toBeNull();
        const first = await signIn('ada');
        expect(first.principal).toBeNull();
        expect(await sessions.principalOf(withCookies(first))).toBeNull();
        const signedIn = await accounts.passSecondFactor(withCookies(first), await codeNow(secret, 1), HOME);
        expect(await sessions.principalOf(withCookies(signedIn))).toMatchObject({ email: 'ada@example.org' });
      });

      test('takes a code once', async () => {
        const code = await codeNow(secret, 1);
        await accounts.passSecondFactor(await pending(), code, HOME);
        expect(await codeOf(accounts.passSecondFactor(await pending(), code, HOME))).toBe('wrong_code');
      });

      test('takes the code that set it up no second time', async () => {
        // the half minute of beforeEach may be over; its neighbours' codes are still valid, and one of them is the used
        // one
        const codes = await Promise.all([-1, 0].map((step) => codeNow(secret, step)));
        const used = codes.find((code) => code === setUpBy) ?? '';
        expect(await codeOf(accounts.passSecondFactor(await pending(), used, HOME))).toBe('wrong_code');
      });

      test('takes a code once where it is sent many times at once', async () => {
        const code = await codeNow(secret, 1);
        const steps = [await pending(), await pending(), await pending(), await pending()];
        const outcomes = await Promise.all(steps.map((step) => codeOf(accounts.passSecondFactor(step, code, HOME))));
        expect(outcomes.sort()).toEqual(['done', 'wrong_code', 'wrong_code', 'wrong_code']);
      });

      describe('asked with a cookie of another sign-in beside', () => {
        /** Mallory has a second factor too, so that her sign-in can wait for its code. */
        const malloryWaits = async (): Promise<string> => {
          await person('Mallory', 'viewer');
          const { userId } = ((await signIn('mallory')) as SignedIn).principal;
          const hers = await accounts.startTotp(userId);
          await accounts.confirmTotp(userId, await codeNow(hers.secret));
          return cookieOf(withCookies(await signIn('mallory')));
        };
        const cookieOf = (headers: Headers) =>
          (headers.get('cookie') ?? '').split('; ').find((cookie) => cookie.startsWith('swarmdeck.two_factor=')) ?? '';
        const withBoth = (...cookies: string[]) => new Headers({ cookie: cookies.join('; ') });

        test('under another name: guesses count for whom the right cookie leads to', async () => {
          const decoy = (await malloryWaits()).replace('swarmdeck.', 'a_');
          const codes: string[] = [];
          for (let n = 0; n < LIMITS.secondFactor + 1; n += 1) {
            const both = withBoth(decoy, cookieOf(await pending()));
            codes.push(await codeOf(accounts.passSecondFactor(both, `00000${n % 10}`, from(`198.51.100.${n}`))));
          }
          expect(codes.at(-2)).toBe('wrong_code');
          expect(codes.at(-1)).toBe('too_many_attempts');
        });

        test('under another name: a code that was used stays used', async () => {
          const decoy = (await malloryWaits()).replace('swarmdeck.', 'a_');
          const code = await codeNow(secret, 1);
          await accounts.passSecondFactor(await pending(), code, HOME);
          const both = withBoth(decoy, cookieOf(await pending()));
          expect(await codeOf(accounts.passSecondFactor(both, code, HOME))).toBe('wrong_code');
        });

        test('under the same name: neither is looked at', async () => {
          const hers = await malloryWaits();
          const code = await codeNow(secret, 1);
          for (const both of [withBoth(hers, cookieOf(await pending())), withBoth(cookieOf(await pending()), hers)])
            expect(await codeOf(accounts.passSecondFactor(both, code, HOME))).toBe('second_factor_expired');
        });
      });

      test.each([
        ['a lone percent sign', '%'],
        ['no signature', '2fa-abc'],
        ['a signature of somebody else’s', `2fa-abc.${'A'.repeat(43)}=`],
      ])('is not asked with %s for a cookie', async (_, value) => {
        const headers = new Headers({ cookie: `swarmdeck.two_factor=${value}` });
        expect(await codeOf(accounts.passSecondFactor(headers, '123456', HOME))).toBe('second_factor_expired');
      });

      test('takes each recovery code once', async () => {
        const [code = ''] = recovery;
        expect(await codeOf(accounts.passSecondFactor(await pending(), code.toUpperCase(), HOME))).toBe('done');
        expect(await codeOf(accounts.passSecondFactor(await pending(), code, HOME))).toBe('wrong_code');
        expect((await accounts.profile(ada.principal.userId)).recoveryCodesLeft).toBe(recovery.length - 1);
      });

      test('closes to guessing, however often the password is right, and for this person alone', async () => {
        const codes: string[] = [];
        for (let n = 0; n < LIMITS.secondFactor + 2; n += 1)
          codes.push(
            await codeOf(accounts.passSecondFactor(await pending(), `00000${n % 10}`, from(`198.51.100.${n}`))),
          );
        expect(codes.slice(LIMITS.secondFactor)).toEqual(['too_many_attempts', 'too_many_attempts']);
        const otto = await person('Otto', 'viewer');
        expect(otto.principal.role).toBe('viewer');
      });

      test('is not asked of anybody without the first step', async () => {
        const code = await codeNow(secret, 1);
        expect(await codeOf(accounts.passSecondFactor(new Headers(), code, HOME))).toBe('second_factor_expired');
        expect(await codeOf(accounts.passSecondFactor(withCookies(ada), code, HOME))).toBe('second_factor_expired');
      });

      test('is cleared by a link for a new password, for who lost it', async () => {
        const link = await sessions.makeLink({ kind: 'new-password', userId: ada.principal.userId });
        await sessions.claimLink(link, { name: '', email: '', password: 'another-good-one' }, HOME);
        expect(await accounts.profile(ada.principal.userId)).toMatchObject({ hasTotp: false, passkeys: [] });
      });

      const key = 'a secret of the tests, long enough for it';
      interface Rows {
        twoFactor: {
          findMany(): Promise<{ secret: string; backupCodes: string }[]>;
          updateMany(change: { data: { backupCodes: string } }): Promise<unknown>;
        };
      }
      const rows = () => (records.prisma as unknown as Rows).twoFactor;
      const sealed = async () =>
        (await rows().findMany()).map(({ backupCodes: data }) => symmetricDecrypt({ key, data }));
      const opened = async () => JSON.parse((await Promise.all(await sealed())).join('')) as string[];

      test('has neither secret nor codes readable in the database, the codes not with the secret of the console either', async () => {
        const stored = JSON.stringify(await rows().findMany());
        for (const value of [secret, ...recovery]) expect(stored).not.toContain(value);
        const hashes = await opened();
        expect(hashes).toHaveLength(recovery.length);
        for (const value of recovery) expect(hashes.join()).not.toContain(value);
        const [hash = ''] = hashes;
        expect(await codeOf(accounts.passSecondFactor(await pending(), hash, HOME)), 'the hash is no code').toBe(
          'wrong_code',
        );
      });

      test('takes a recovery code that an older version stored as it is, and hashes them all', async () => {
        await rows().updateMany({
          data: { backupCodes: await symmetricEncrypt({ key, data: JSON.stringify(recovery) }) },
        });
        const [one = '', other = ''] = recovery;
        expect(await codeOf(accounts.passSecondFactor(await pending(), one, HOME))).toBe('done');
        for (const value of recovery) expect((await opened()).join()).not.toContain(value);
        expect(await codeOf(accounts.passSecondFactor(await pending(), one, HOME))).toBe('wrong_code');
        expect(await codeOf(accounts.passSecondFactor(await pending(), other, HOME))).toBe('done');
        expect((await accounts.profile(ada.principal.userId)).recoveryCodesLeft).toBe(recovery.length - 2);
      });
    });

    test('behind a shared address one person’s failures lock nobody else out', async () => {
      const mesh = from('hidden');
      await person('Otto', 'viewer');
      await Promise.all(
        Array.from({ length: LIMITS.address + 5 }, (_, n) => codeOf(sessions.signIn(`p${n}@example.org`, 'x', mesh))),
      );
      for (let n = 0; n < LIMITS.account; n += 1) await codeOf(sessions.signIn('otto@example.org', 'wrong', mesh));
      expect(await codeOf(signIn('otto', mesh))).toBe('too_many_attempts');
      expect(await codeOf(signIn('ada', mesh))).toBe('done');
    });

    describe('a token', () => {
      const make = (verbs: Parameters<ApiTokens['make']>[0]['verbs'] = ['cluster:see', 'service:scale']) =>
        tokens.make({
          owner: ada.principal.userId,
          name: 'ci',
          verbs,
          scope: { kind: 'all' },
          expiresAt: Date.now() + DAY,
        });

      test('is its owner with its own verbs, and its secret is nowhere', async () => {
        const { token, secret } = await make();
        expect(secret).toMatch(/^swd_[\w-]{43}$/);
        expect(await tokens.principalOf(secret, '203.0.113.9')).toMatchObject({
          kind: 'token',
          token: 'ci',
          name: 'Ada',
          role: 'viewer',
          verbs: ['cluster:see', 'service:scale'],
        });
        const tables = records.prisma as { apiToken: { findMany(): Promise<object[]> } };
        expect(JSON.stringify(await tables.apiToken.findMany())).not.toContain(secret.slice(12));
        await vi.waitFor(async () => expect((await tokens.find(token.id))?.lastUsedFrom).toBe('203.0.113.9'));
      });

      test('has less when its owner has less, and nothing when they are disabled', async () => {
        await person('Bea', 'admin');
        const { secret } = await make();
        await accounts.setRole(ada.principal.userId, 'viewer');
        expect((await tokens.principalOf(secret, '::1'))?.verbs).toEqual(['cluster:see']);
        await accounts.setDisabled(ada.principal.userId, true);
        expect(await tokens.principalOf(secret, '::1')).toBeNull();
      });

      test('ends with all others of its owner', async () => {
        const [one, other] = [await make(), await make()];
        expect(await tokens.endAllOf(ada.principal.userId)).toBe(2);
        for (const { secret } of [one, other]) expect(await tokens.principalOf(secret, '::1')).toBeNull();
        expect(await tokens.endAllOf(ada.principal.userId)).toBe(0);
      });

      test('ends, and expires', async () => {
        const { token, secret } = await make();
        const other = await make();
        await tokens.end(token.id);
        expect(await tokens.principalOf(secret, '::1')).toBeNull();
        aheadMs = DAY + 1000;
        expect(await tokens.principalOf(other.secret, '::1')).toBeNull();
        expect(await tokens.principalOf('swd_nonsense', '::1')).toBeNull();
      });
    });
  });
