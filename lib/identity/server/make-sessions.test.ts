import * as argon2 from '@node-rs/argon2';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { isFault } from '#lib/domain/fault';
import type { SessionId, UserId } from '#lib/domain/ids';
import { codeOf } from '#lib/domain/testing/code-of';
import type { ClientInfo, Sessions } from '#lib/ports/sessions';
import type { Records } from '#lib/records/open-records';
import { openTestRecords, type TestDatabase, testedDatabases } from '#lib/records/testing/databases';
import { LIMITS } from './attempts';
import { type IdentitySettings, makeIdentity } from './identity';
import { from, HOME, withCookies } from './testing/clients';
import { testSettings } from './testing/settings';

// the real one with cheaper parameters, and with its calls counted
vi.mock('@node-rs/argon2', async (original) => {
  const real = await original<typeof argon2>();
  const hash = (password: string) => real.hash(password, { memoryCost: 1024, timeCost: 1 });
  return { ...real, hash: vi.fn(hash), verify: vi.fn(real.verify) };
});

const HOUR = 3_600_000;
const PASSWORD = 'correct-horse-battery';
const ADA = { name: 'Ada', email: 'ada@example.org', password: PASSWORD };

/** The tables that tests inspect. */
interface Tables {
  session: {
    findMany(): Promise<{ id: string; token: string; expiresAt: Date; ipAddress: string }[]>;
    updateMany(change: { data: { expiresAt: Date } }): Promise<unknown>;
  };
  user: { updateMany(change: { where?: { email: string }; data: object }): Promise<unknown>; count(): Promise<number> };
  account: {
    findMany(): Promise<{ password: string }[]>;
    count(): Promise<number>;
    create(row: object): Promise<unknown>;
  };
  signInLink: { findMany(): Promise<object[]> };
  rateLimit: {
    findMany(): Promise<{ key: string }[]>;
    updateMany(change: { data: { expire: Date } }): Promise<unknown>;
  };
}

for (const [name, make] of testedDatabases(process.env.TEST_POSTGRES_URL))
  describe(`sessions on ${name}`, () => {
    let database: TestDatabase;
    let records: Records;
    let sessions: Sessions;
    let tables: Tables;
    let aheadMs: number;
    let ended: SessionId[];

    const settings = (other: Partial<IdentitySettings> = {}) => ({
      ...testSettings(records, () => Date.now() + aheadMs),
      ...other,
    });
    const firstAdmin = async () => sessions.claimLink(await sessions.makeLink({ kind: 'first-admin' }), ADA, HOME);
    const fail = (times: number, email: string, client: (n: number) => ClientInfo = () => HOME) =>
      Promise.all(Array.from({ length: times }, (_, n) => codeOf(sessions.signIn(email, 'wrong', client(n)))));

    beforeEach(async () => {
      database = await make();
      records = await openTestRecords(database);
      tables = records.prisma as Tables;
      aheadMs = 0;
      ended = [];
      sessions = makeIdentity(settings()).sessions;
      sessions.onSessionEnd((id) => ended.push(id));
    });
    afterEach(async () => {
      await records.close();
      await database.remove();
    });

    describe('the first admin', () => {
      test('is made by a one-time link, is signed in, and nobody is fresh any more', async () => {
        expect(await sessions.isFresh()).toBe(true);
        const secret = await sessions.makeLink({ kind: 'first-admin' });
        expect(await sessions.inspectLink(secret, HOME)).toEqual({
          kind: 'first-admin',
          role: 'admin',
          email: null,
          name: null,
        });
        const signedIn = await sessions.claimLink(secret, ADA, HOME);
        expect(signedIn.principal).toMatchObject({
          kind: 'session',
          name: 'Ada',
          email: 'ada@example.org',
          role: 'admin',
        });
        expect(await sessions.principalOf(withCookies(signedIn))).toEqual(signedIn.principal);
        expect(await sessions.isFresh()).toBe(false);
        expect(await codeOf(sessions.makeLink({ kind: 'first-admin' }))).toBe('not_possible');
      });

      test('a newer link makes the older one worthless', async () => {
        const older = await sessions.makeLink({ kind: 'first-admin' });
        const newer = await sessions.makeLink({ kind: 'first-admin' });
        expect(await codeOf(sessions.inspectLink(older, HOME))).toBe('link_invalid');
        expect(await codeOf(sessions.inspectLink(newer, HOME))).toBe('done');
      });

      test('neither the secret of a link nor a password is in the database', async () => {
        const secret = await sessions.makeLink({ kind: 'first-admin' });
        await sessions.claimLink(secret, ADA, HOME);
        const rows = JSON.stringify([await tables.signInLink.findMany(), await tables.account.findMany()]);
        expect(rows).not.toContain(secret);
        expect(rows).not.toContain(PASSWORD);
        expect(rows).toContain('$argon2id$');
      });
    });

    describe('a one-time link', () => {
      test('gives the role it was made for, once', async () => {
        await firstAdmin();
        const secret = await sessions.makeLink({ kind: 'invitation', role: 'lead' });
        const lea = { name: 'Lea', email: 'Lea@Example.org ', password: PASSWORD };
        expect((await sessions.claimLink(secret, lea, HOME)).principal).toMatchObject({
          email: 'lea@example.org',
          role: 'lead',
        });
        expect(await codeOf(sessions.claimLink(secret, { ...lea, email: 'b@example.org' }, HOME))).toBe('link_invalid');
        expect(await codeOf(sessions.inspectLink(secret, HOME))).toBe('link_invalid');
        expect((await sessions.people()).map(({ email, role }) => [email, role])).toEqual([
          ['ada@example.org', 'admin'],
          ['lea@example.org', 'lead'],
        ]);
      });

      test('of many who use it at once, one has an account', async () => {
        await firstAdmin();
        const secret = await sessions.makeLink({ kind: 'invitation', role: 'viewer' });
        const claims = Array.from({ length: 5 }, (_, n) =>
          codeOf(sessions.claimLink(secret, { name: `P${n}`, email: `p${n}@example.org`, password: PASSWORD }, HOME)),
        );
        expect((await Promise.all(claims)).sort()).toEqual(['done', ...Array(4).fill('link_invalid')]);
        expect(await sessions.people()).toHaveLength(2);
      });

      test('dies after 24 hours', async () => {
        const secret = await sessions.makeLink({ kind: 'first-admin' });
        aheadMs = 24 * HOUR - 1000;
        expect(await codeOf(sessions.inspectLink(secret, HOME))).toBe('done');
        aheadMs = 24 * HOUR;
        expect(await codeOf(sessions.inspectLink(secret, HOME))).toBe('link_invalid');
        expect(await codeOf(sessions.claimLink(secret, ADA, HOME))).toBe('link_invalid');
      });

      test('stays good when the particulars will not do, field by field', async () => {
        const secret = await sessions.makeLink({ kind: 'first-admin' });
        const refused = await sessions
          .claimLink(secret, { name: ' ', email: 'ada', password: 'short' }, HOME)
          .catch((error: unknown) => error);
        expect(isFault(refused, 'invalid_input') && refused.params).toEqual({
          fields: ['name', 'email', 'password'],
          reasons: ['missing', 'not_an_email', 'password_too_short'],
        });
        expect(await codeOf(sessions.claimLink(secret, ADA, HOME))).toBe('done');
      });

      test('stays good when the e-mail is another person’s', async () => {
        await firstAdmin();
        const secret = await sessions.makeLink({ kind: 'invitation', role: 'viewer' });
        expect(await codeOf(sessions.claimLink(secret, { ...ADA, name: 'Bea', email: 'ADA@example.org' }, HOME))).toBe(
          'email_in_use',
        );
        expect(await codeOf(sessions.claimLink(secret, { ...ADA, name: 'Bea', email: 'b@example.org' }, HOME))).toBe(
          'done',
        );
      });

      test('stays good, and the e-mail free, when the account could not be made whole', async () => {
        const secret = await sessions.makeLink({ kind: 'first-admin' });
        const real = tables.account;
        const away = { ...real, create: () => Promise.reject(new Error('the disk is full')) };
        const failing = new Proxy(records.prisma as object, {
          get: (target, key) => (key === 'account' ? away : Reflect.get(target, key)),
        });
        expect(
          await codeOf(makeIdentity(settings({ prisma: failing })).sessions.claimLink(secret, ADA, HOME)),
        ).not.toBe('done');
        expect(await tables.user.count()).toBe(0);
        expect(await codeOf(sessions.claimLink(secret, ADA, HOME))).toBe('done');
      });

      test('guesses are counted by address; a good link is none', async () => {
        const secret = await sessions.makeLink({ kind: 'first-admin' });
        const guesses = Array.from({ length: LIMITS.linkAddress + 2 }, (_, n) =>
          codeOf(sessions.inspectLink(`guess ${n}`, HOME)),
        );
        expect((await Promise.all(guesses)).filter((code) => code === 'link_invalid')).toHaveLength(LIMITS.linkAddress);
        expect(await codeOf(sessions.inspectLink(secret, HOME))).toBe('too_many_attempts');
        for (let n = 0; n < LIMITS.linkAddress + 2; n++)
          expect(await codeOf(sessions.inspectLink(secret, from('203.0.113.2')))).toBe('done');
      });
    });

    describe('a new password', () => {
      test('ends every session of that person, tells so, and forgives their failures', async () => {
        const before = await firstAdmin();
        await fail(LIMITS.account + 1, ADA.email, (n) => from(`198.51.100.${n}`));
        expect(await codeOf(sessions.signIn(ADA.email, PASSWORD, HOME))).toBe('too_many_attempts');

        const secret = await sessions.makeLink({ kind: 'new-password', userId: before.principal.userId });
        expect(await sessions.inspectLink(secret, HOME)).toEqual({
          kind: 'new-password',
          role: 'admin',
          email: ADA.email,
          name: 'Ada',
        });
        const after = await sessions.claimLink(
          secret,
          { name: '', email: 'x@y.zz', password: 'another-good-one' },
          HOME,
        );
        expect(after.principal.email).toBe(ADA.email);
        expect(ended).toEqual([before.principal.sessionId]);
        expect(await sessions.principalOf(withCookies(before))).toBeNull();
        expect(await codeOf(sessions.signIn(ADA.email, PASSWORD, HOME))).toBe('wrong_credentials');
        expect(await codeOf(sessions.signIn(ADA.email, 'another-good-one', HOME))).toBe('done');
      });

      test('is for nobody who is gone', async () => {
        const secret = await sessions.makeLink({ kind: 'new-password', userId: 'gone' as UserId });
        expect(await codeOf(sessions.inspectLink(secret, HOME))).toBe('link_invalid');
      });
    });

    describe('signing in', () => {
      test('takes the e-mail in any case and gives a cookie that scripts and other sites don’t get', async () => {
        await firstAdmin();
        const { cookies, principal } = await sessions.signIn(' ADA@Example.ORG ', PASSWORD, HOME);
        expect(principal?.role).toBe('admin');
        expect(cookies).toHaveLength(2);
        expect(cookies[0]).toMatch(
          /^swarmdeck\.session_token=[^;]+; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/,
        );
        expect((await tables.session.findMany()).at(-1)?.ipAddress).toBe('203.0.113.1');
      });

      test('over https the cookie goes over https only', async () => {
        await firstAdmin();
        const strict = makeIdentity(settings({ secureCookies: true, baseUrl: 'https://swarm.example.org' })).sessions;
        const signedIn = await strict.signIn(ADA.email, PASSWORD, HOME);
        expect(signedIn.cookies[0]).toMatch(/^__Host-swarmdeck\.session_token=.*; Secure/);
        expect(await strict.principalOf(withCookies(signedIn))).toEqual(signedIn.principal);
      });

      test('says the same of a wrong password, an unknown e-mail, and something that is no e-mail', async () => {
        await firstAdmin();
        const answers = await Promise.all(
          [ADA.email, 'nobody@example.org', 'no e-mail'].map((email) =>
            sessions
              .signIn(email, 'wrong', HOME)
              .catch((error: unknown) => isFault(error) && [error.code, error.params]),
          ),
        );
        expect(answers).toEqual(Array(3).fill(['wrong_credentials', {}]));
      });

      test('does the same work for an unknown e-mail as for a wrong password', async () => {
        await firstAdmin();
        const workOf = async (email: string) => {
          vi.mocked(argon2.hash).mockClear();
          vi.mocked(argon2.verify).mockClear();
          await codeOf(sessions.signIn(email, 'wrong', HOME));
          return vi.mocked(argon2.hash).mock.calls.length + vi.mocked(argon2.verify).mock.calls.length;
        };
        expect([await workOf(ADA.email), await workOf('nobody@example.org')]).toEqual([1, 1]);
      });

      test('an account is closed to guessing after some failures, from wherever they come, many at once too', async () => {
        await firstAdmin();
        const codes = await fail(LIMITS.account + 5, 'Ada@example.org', (n) => from(`198.51.100.${n}`));
        expect(codes.filter((code) => code === 'wrong_credentials')).toHaveLength(LIMITS.account);
        const refused = await sessions.signIn(ADA.email, PASSWORD, from('192.0.2.77')).catch((error: unknown) => error);
        expect(isFault(refused, 'too_many_attempts') && refused.params.seconds).toBeGreaterThan(14 * 60);
        await tables.rateLimit.updateMany({ data: { expire: new Date(Date.now() - 1) } });
        expect(await codeOf(sessions.signIn(ADA.email, PASSWORD, HOME))).toBe('done');
      });

      test('an address is closed after some failures, whomever they are for', async () => {
        await firstAdmin();
        const codes = await Promise.all(
          Array.from({ length: LIMITS.address + 3 }, (_, n) =>
            codeOf(sessions.signIn(`p${n}@example.org`, 'wrong', HOME)),
          ),
        );
        expect(codes.filter((code) => code === 'wrong_credentials')).toHaveLength(LIMITS.address);
        expect(await codeOf(sessions.signIn(ADA.email, PASSWORD, HOME))).toBe('too_many_attempts');
        expect(await codeOf(sessions.signIn(ADA.email, PASSWORD, from('203.0.113.9')))).toBe('done');
      });

      test('signing in again and again is no failure', async () => {
        await firstAdmin();
        for (let n = 0; n < LIMITS.account + 2; n++)
          expect(await codeOf(sessions.signIn(ADA.email, PASSWORD, HOME))).toBe('done');
      });

      test('what was typed as e-mail is not kept with the counts', async () => {
        await fail(1, 'my-password-in-the-wrong-field');
        const kept = await tables.rateLimit.findMany();
        expect(kept.length).toBeGreaterThan(0);
        expect(JSON.stringify(kept)).not.toContain('my-password');
      });

      test('attempts are counted while the database takes no counts', async () => {
        await firstAdmin();
        const away = {
          upsert: () => Promise.reject(new Error('away')),
          deleteMany: () => Promise.reject(new Error('away')),
        };
        const prisma = new Proxy(records.prisma as object, {
          get: (target, key) => (key === 'rateLimit' ? away : Reflect.get(target, key)),
        });
        sessions = makeIdentity(settings({ prisma })).sessions;
        const codes = await fail(LIMITS.account + 3, ADA.email);
        expect(codes.filter((code) => code === 'wrong_credentials')).toHaveLength(LIMITS.account);
      });
    });

    describe('a session', () => {
      test('ends by signing out, everywhere, and its sockets are told', async () => {
        const signedIn = await firstAdmin();
        const headers = withCookies(signedIn);
        const { cookies } = await sessions.signOut(headers);
        expect(cookies.join()).toMatch(/swarmdeck\.session_token=;.*Max-Age=0/);
        expect(await sessions.principalOf(headers)).toBeNull();
        expect(await sessions.principalBySession(signedIn.principal.sessionId)).toBeNull();
        expect(ended).toEqual([signedIn.principal.sessionId]);
      });

      test('can be ended by its id', async () => {
        const signedIn = await firstAdmin();
        await sessions.end(signedIn.principal.sessionId);
        expect(await sessions.principalOf(withCookies(signedIn))).toBeNull();
        expect(ended).toEqual([signedIn.principal.sessionId]);
        await sessions.end(signedIn.principal.sessionId);
      });

      test('lasts 12 hours and longer while it is used', async () => {
        const signedIn = await firstAdmin();
        const expiry = async () => ((await tables.session.findMany())[0]?.expiresAt.getTime() ?? 0) - Date.now();
        expect(await expiry()).toBeGreaterThan(11.9 * HOUR);
        await tables.session.updateMany({ data: { expiresAt: new Date(Date.now() + HOUR) } });
        expect(await sessions.principalOf(withCookies(signedIn))).toMatchObject({ name: 'Ada' });
        expect(await expiry()).toBeGreaterThan(11.9 * HOUR);
        await tables.session.updateMany({ data: { expiresAt: new Date(Date.now() - 1) } });
        expect(await sessions.principalBySession(signedIn.principal.sessionId)).toBeNull();
        expect(await sessions.principalOf(withCookies(signedIn))).toBeNull();
        expect(ended).toEqual([signedIn.principal.sessionId]);
      });

      test('is worth what the person’s role is now', async () => {
        const signedIn = await firstAdmin();
        await tables.user.updateMany({ data: { role: 'viewer' } });
        expect(await sessions.principalOf(withCookies(signedIn))).toMatchObject({ role: 'viewer' });
        expect(await sessions.principalBySession(signedIn.principal.sessionId)).toMatchObject({ role: 'viewer' });
        await tables.user.updateMany({ data: { role: 'emperor' } });
        expect(await sessions.principalOf(withCookies(signedIn))).toBeNull();
      });

      test('is nothing to a person whose account was disabled, and none is made anew', async () => {
        const signedIn = await firstAdmin();
        await tables.user.updateMany({ data: { disabled: true } });
        expect(await sessions.principalOf(withCookies(signedIn))).toBeNull();
        expect(await sessions.principalBySession(signedIn.principal.sessionId)).toBeNull();
        expect(await codeOf(sessions.signIn(ADA.email, PASSWORD, HOME))).toBe('wrong_credentials');
        const secret = await sessions.makeLink({ kind: 'new-password', userId: signedIn.principal.userId });
        expect(await codeOf(sessions.claimLink(secret, ADA, HOME))).toBe('link_invalid');
      });

      test('is not made of a cookie that somebody wrote, or of another console’s', async () => {
        const signedIn = await firstAdmin();
        const [row] = await tables.session.findMany();
        expect(await sessions.principalOf(new Headers({ cookie: `swarmdeck.session_token=${row?.token}` }))).toBeNull();
        expect(
          await sessions.principalOf(new Headers({ cookie: `swarmdeck.session_token=${row?.token}.x` })),
        ).toBeNull();
        const other = makeIdentity(settings({ secret: 'another secret of another console, long' })).sessions;
        expect(await other.principalOf(withCookies(signedIn))).toBeNull();
        expect(await sessions.principalOf(new Headers())).toBeNull();
      });

      test('cannot be looked up while the database is away, which is told', async () => {
        const signedIn = await firstAdmin();
        const headers = withCookies(signedIn);
        await records.close();
        expect(await codeOf(sessions.principalOf(headers))).toBe('records_unavailable');
        const away = await sessions.principalOf(headers).catch((error: unknown) => error);
        expect(isFault(away) && away.params.reason, 'with the reason, which better-auth keeps to itself').toBe(
          'closed',
        );
        expect(await codeOf(sessions.principalBySession(signedIn.principal.sessionId))).toBe('records_unavailable');
        expect(await codeOf(sessions.signIn(ADA.email, PASSWORD, HOME))).toBe('records_unavailable');
      });
    });
  });
