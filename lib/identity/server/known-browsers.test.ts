import type * as argon2 from '@node-rs/argon2';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Role } from '#lib/domain/access/roles';
import { codeOf } from '#lib/domain/testing/code-of';
import type { Accounts } from '#lib/ports/accounts';
import type { Sessions, SignedIn } from '#lib/ports/sessions';
import type { Records } from '#lib/records/open-records';
import { openTestRecords, type TestDatabase, testedDatabases } from '#lib/records/testing/databases';
import { LIMITS } from './attempts';
import { type IdentitySettings, makeIdentity } from './identity';
import { KNOWN_FOR_S } from './known-browsers';
import { from, HOME, withCookies } from './testing/clients';
import { testSettings } from './testing/settings';
import { codeNow } from './testing/totp';

// the real one with cheaper parameters
vi.mock('@node-rs/argon2', async (original) => {
  const real = await original<typeof argon2>();
  return { ...real, hash: (password: string) => real.hash(password, { memoryCost: 1024, timeCost: 1 }) };
});

const PASSWORD = 'correct-horse-battery';
const NEW_PASSWORD = 'another-good-one';
const ADA = 'ada@example.org';
const MINUTE = 60_000;

for (const [name, make] of testedDatabases(process.env.TEST_POSTGRES_URL))
  describe(`known browsers on ${name}`, () => {
    let database: TestDatabase;
    let records: Records;
    let sessions: Sessions;
    let accounts: Accounts;
    let aheadMs: number;
    let ada: SignedIn;

    const identity = (other: Partial<IdentitySettings> = {}) =>
      makeIdentity({ ...testSettings(records, () => Date.now() + aheadMs), ...other });
    const person = async (who: string, role: Role) =>
      sessions.claimLink(
        await sessions.makeLink({ kind: 'invitation', role }),
        { name: who, email: `${who.toLowerCase()}@example.org`, password: PASSWORD },
        HOME,
      );
    /** The response to a browser with these cookies. */
    const tells = (browser: Headers, password = PASSWORD, email = ADA, client = HOME, at = sessions) =>
      codeOf(at.signIn(email, password, client, browser));
    const strangersFail = async (email = ADA) => {
      for (let n = 0; n < LIMITS.account; n += 1)
        await codeOf(sessions.signIn(email, 'wrong', from(`198.51.100.${n}`)));
      expect(await tells(new Headers(), PASSWORD, email), 'the account is closed to strangers').toBe(
        'too_many_attempts',
      );
    };

    beforeEach(async () => {
      database = await make();
      records = await openTestRecords(database);
      aheadMs = 0;
      ({ sessions, accounts } = identity());
      const link = await sessions.makeLink({ kind: 'first-admin' });
      ada = await sessions.claimLink(link, { name: 'Ada', email: ADA, password: PASSWORD }, HOME);
    });
    afterEach(async () => {
      await records.close();
      await database.remove();
    });

    test('strangers’ failures hold nobody up in a browser of theirs, not even from the same address', async () => {
      for (let n = 0; n < LIMITS.address; n += 1) await tells(new Headers(), 'wrong', `p${n}@example.org`);
      expect(await tells(new Headers()), 'the address is closed').toBe('too_many_attempts');
      await strangersFail();
      expect(await tells(withCookies(ada))).toBe('done');
    });

    test('strangers stay limited while the person signs in', async () => {
      await strangersFail();
      expect(await tells(withCookies(ada))).toBe('done');
      expect(await tells(new Headers(), 'wrong')).toBe('too_many_attempts');
    });

    test('a browser’s own failures close it, for strangers and other browsers not', async () => {
      const other = (await sessions.signIn(ADA, PASSWORD, HOME)) as SignedIn;
      const codes = await Promise.all(
        Array.from({ length: LIMITS.browser + 3 }, (_, n) =>
          tells(withCookies(ada), `wrong ${n}`, ADA, from(`198.51.100.${n}`)),
        ),
      );
      expect(codes.filter((code) => code === 'wrong_credentials')).toHaveLength(LIMITS.browser);
      expect(await tells(withCookies(ada))).toBe('too_many_attempts');
      expect(await tells(withCookies(other))).toBe('done');
      expect(await tells(new Headers())).toBe('done');
    });

    test('consoles on one database know the same browsers, and count together', async () => {
      const another = identity().sessions;
      await strangersFail();
      expect(await tells(withCookies(ada), PASSWORD, ADA, HOME, another)).toBe('done');
      for (let n = 0; n < LIMITS.browser; n += 1)
        await tells(withCookies(ada), 'wrong', ADA, HOME, n % 2 ? another : sessions);
      expect(await tells(withCookies(ada), PASSWORD, ADA, HOME, another)).toBe('too_many_attempts');
    });

    test('the cookie is for the ways to sign in alone, and out of reach of scripts and other sites', async () => {
      const [, cookie] = ada.cookies;
      expect(cookie).toMatch(
        /^swarmdeck\.known_[0-9a-f]{12}=[\w.-]+; Max-Age=15552000; Path=\/api\/v1\/session; HttpOnly; SameSite=Strict$/,
      );
      expect(cookie).not.toContain(ada.principal.userId);
      const strict = identity({ secureCookies: true, baseUrl: 'https://swarm.example.org' }).sessions;
      expect((await strict.signIn(ADA, PASSWORD, HOME)).cookies[1]).toMatch(/^__Secure-swarmdeck\.known_.*; Secure/);
      expect(await sessions.principalOf(new Headers({ cookie: cookie?.split(';', 1)[0] ?? '' }))).toBeNull();
    });

    test('two people who share a browser are both known there', async () => {
      const otto = await person('Otto', 'viewer');
      const shared = withCookies({ cookies: [...otto.cookies, ...ada.cookies] });
      await strangersFail();
      await strangersFail('otto@example.org');
      expect(await tells(shared)).toBe('done');
      expect(await tells(shared, PASSWORD, 'Otto@example.org')).toBe('done');
    });

    describe('an attacker gets no tries of their own', () => {
      const cookieOf = ({ cookies }: Pick<SignedIn, 'cookies'>) => {
        const [cookie = '', value = ''] = cookies.at(-1)?.split(';', 1)[0]?.split('=') ?? [];
        return { cookie, parts: value.split('.') };
      };
      const sending = (cookie: string, ...fields: string[]) => new Headers({ cookie: `${cookie}=${fields.join('.')}` });

      test('but who brings the right cookie to the letter does', async () => {
        const { cookie, parts: fields } = cookieOf(ada);
        await strangersFail();
        expect(await tells(sending(cookie, ...fields))).toBe('done');
      });

      test.each<[string, () => Headers | Promise<Headers>]>([
        ['with the cookie of their own account', async () => withCookies(await person('Mallory', 'viewer'))],
        [
          'with that under the name of the other’s',
          async () => sending(cookieOf(ada).cookie, ...cookieOf(await person('Mallory', 'viewer')).parts),
        ],
        [
          'with another number in a signed one, for a count of its own',
          () => sending(cookieOf(ada).cookie, 'A'.repeat(22), ...cookieOf(ada).parts.slice(1)),
        ],
        [
          'with a later end',
          () => {
            const { cookie, parts: fields } = cookieOf(ada);
            aheadMs = KNOWN_FOR_S * 1000 + MINUTE;
            return sending(cookie, fields[0] ?? '', '99999999999', fields[2] ?? '');
          },
        ],
        ['with half of one', () => sending(cookieOf(ada).cookie, ...cookieOf(ada).parts.slice(0, 2))],
        ['with more than one', () => sending(cookieOf(ada).cookie, ...cookieOf(ada).parts, 'x')],
        ['with nonsense', () => sending(cookieOf(ada).cookie, '%zz', 'NaN', '')],
        [
          'with one that another console signed',
          async () => {
            const theirs = identity({ secret: 'another secret of another console, long' }).sessions;
            const { parts: fields } = cookieOf(await theirs.signIn(ADA, PASSWORD, HOME));
            return sending(cookieOf(ada).cookie, ...fields);
          },
        ],
        [
          'with one that is too old',
          () => {
            aheadMs = KNOWN_FOR_S * 1000 + MINUTE;
            return withCookies(ada);
          },
        ],
      ])('%s', async (_, made) => {
        const browser = await made();
        await strangersFail();
        expect(await tells(browser)).toBe('too_many_attempts');
      });

      test('with one from before the password was changed; who changed it is known still', async () => {
        const { userId, sessionId } = ada.principal;
        const stolen = withCookies((await sessions.signIn(ADA, PASSWORD, HOME)) as SignedIn);
        const changed = await accounts.setPassword(userId, NEW_PASSWORD, sessionId);
        await strangersFail();
        expect(await tells(stolen, NEW_PASSWORD)).toBe('too_many_attempts');
        expect(await tells(withCookies(changed), NEW_PASSWORD)).toBe('done');
      });

      test('with one from before the password was reset; who reset it is known', async () => {
        const link = await sessions.makeLink({ kind: 'new-password', userId: ada.principal.userId });
        const after = await sessions.claimLink(link, { name: '', email: '', password: NEW_PASSWORD }, HOME);
        await strangersFail();
        expect(await tells(withCookies(ada), NEW_PASSWORD)).toBe('too_many_attempts');
        expect(await tells(withCookies(after), NEW_PASSWORD)).toBe('done');
      });

      test('by the password without the second factor: that makes no browser known', async () => {
        await withTotp();
        const first = await sessions.signIn(ADA, PASSWORD, HOME);
        expect(first.principal).toBeNull();
        expect(first.cookies.join()).not.toContain('known_');
      });

      test('at the second factor by many browsers from before it: they have one count', async () => {
        const before: SignedIn[] = [];
        for (let n = 0; n < 3; n += 1) before.push((await sessions.signIn(ADA, PASSWORD, HOME)) as SignedIn);
        await withTotp();
        const codes: string[] = [];
        for (let n = 0; n < LIMITS.knownSecondFactor + 2; n += 1)
          codes.push(await secondStep(before[n % 3] as SignedIn, 'not-a-code'));
        expect(codes.filter((code) => code === 'wrong_code')).toHaveLength(LIMITS.knownSecondFactor);
      });
    });

    let recovery: string[];
    const withTotp = async () => {
      const { secret } = await accounts.startTotp(ada.principal.userId);
      recovery = await accounts.confirmTotp(ada.principal.userId, await codeNow(secret));
    };
    const secondStep = async (browser: Pick<SignedIn, 'cookies'>, code: string, client = HOME) => {
      const first = await sessions.signIn(ADA, PASSWORD, client, withCookies(browser));
      const cookies = withCookies({ cookies: [...browser.cookies, ...first.cookies] });
      return codeOf(accounts.passSecondFactor(cookies, code, client));
    };

    test('who knows the password and guesses at the second factor does not hold it up in a browser of the person’s', async () => {
      await withTotp();
      for (let n = 0; n < LIMITS.secondFactor; n += 1)
        expect(await secondStep({ cookies: [] }, 'not-a-code', from(`198.51.100.${n}`))).toBe('wrong_code');
      const [code = ''] = recovery;
      expect(await secondStep({ cookies: [] }, code)).toBe('too_many_attempts');
      expect(await secondStep(ada, code)).toBe('done');
    });
  });
