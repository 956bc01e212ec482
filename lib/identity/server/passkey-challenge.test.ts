import { createHash, createSign, generateKeyPairSync, randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { codeOf } from '#lib/domain/testing/code-of';
import type { Accounts } from '#lib/ports/accounts';
import type { Sessions } from '#lib/ports/sessions';
import type { Records } from '#lib/records/open-records';
import { aSqliteDatabase, openTestRecords, type TestDatabase } from '#lib/records/testing/databases';
import { makeIdentity } from './identity';
import { HOME, withCookies } from './testing/clients';
import { testSettings } from './testing/settings';

let database: TestDatabase;
let records: Records;
let sessions: Sessions;
let accounts: Accounts;
let aheadMs: number;
let authenticator: Awaited<ReturnType<typeof anAuthenticator>>;

beforeEach(async () => {
  database = aSqliteDatabase();
  records = await openTestRecords(database);
  aheadMs = 0;
  ({ sessions, accounts } = makeIdentity(testSettings(records, () => Date.now() + aheadMs)));
  const link = await sessions.makeLink({ kind: 'first-admin' });
  const ada = { name: 'Ada', email: 'ada@example.org', password: 'correct-horse-battery' };
  const { principal } = await sessions.claimLink(link, ada, HOME);
  authenticator = await anAuthenticator(principal.userId);
});
afterEach(async () => {
  await records.close();
  await database.remove();
});

/** The console's origin in the tests' settings. */
const OWN_ORIGIN = 'http://localhost:3000';

/** A security key with one passkey (WebAuthn level 2), registered with the account. */
async function anAuthenticator(userId: string) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  // COSE: a map of kty EC2, alg ES256, crv P-256, x and y
  const cose = [Buffer.from('a5010203262001215820', 'hex'), Buffer.from(x, 'base64url')];
  const key = Buffer.concat([...cose, Buffer.from('225820', 'hex'), Buffer.from(y, 'base64url')]);
  const id = randomBytes(16).toString('base64url');
  await rows().passkey.create({
    data: {
      id: 'key',
      name: 'key',
      publicKey: key.toString('base64'),
      userId,
      credentialID: id,
      counter: 0,
      deviceType: 'singleDevice',
      backedUp: false,
    },
  });
  const sign = (challenge: unknown, origin: string) => {
    const client = { type: 'webauthn.get', challenge, origin, crossOrigin: false };
    const clientDataJSON = Buffer.from(JSON.stringify(client));
    const sha256 = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest();
    // present and verified; this one counts nothing
    const authenticatorData = Buffer.concat([sha256('localhost'), Buffer.from([0x05, 0, 0, 0, 0])]);
    const signature = createSign('sha256')
      .update(Buffer.concat([authenticatorData, sha256(clientDataJSON)]))
      .sign(privateKey);
    return {
      clientDataJSON: clientDataJSON.toString('base64url'),
      authenticatorData: authenticatorData.toString('base64url'),
      signature: signature.toString('base64url'),
    };
  };
  return (challenge: unknown, { credential = id, origin = OWN_ORIGIN } = {}) => ({
    id: credential,
    rawId: credential,
    type: 'public-key',
    clientExtensionResults: {},
    response: sign(challenge, origin),
  });
}

interface Rows {
  passkey: { create(what: { data: object }): Promise<unknown> };
  verification: { count(): Promise<number> };
}
const rows = () => records.prisma as unknown as Rows;

test('a passkey signs in with a challenge that no row was written for, and once only', async () => {
  const given = await accounts.passkeyChallenge();
  expect(await rows().verification.count()).toBe(0);
  const response = authenticator(given.options.challenge);
  const { principal } = await accounts.signInByPasskey(withCookies(given), response, HOME);
  expect(principal.email).toBe('ada@example.org');
  expect(await codeOf(accounts.signInByPasskey(withCookies(given), response, HOME))).toBe('passkey_refused');
});

test('strangers have nothing written, however many challenges they ask for and answer', async () => {
  for (let each = 0; each < 20; each++) {
    const given = await accounts.passkeyChallenge();
    const response = authenticator(given.options.challenge, { credential: randomBytes(16).toString('base64url') });
    expect(await codeOf(accounts.signInByPasskey(withCookies(given), response, HOME))).toBe('passkey_refused');
  }
  expect(await rows().verification.count()).toBe(0);
});

test('a challenge that is over, altered or another one opens nothing', async () => {
  const given = await accounts.passkeyChallenge();
  const other = await accounts.passkeyChallenge();
  const altered = { cookies: given.cookies.map((cookie) => cookie.replace(/\.(\d{13})/, '.9999999999999')) };
  expect(altered).not.toEqual({ cookies: given.cookies });
  const refused = (cookies: { cookies: string[] }, challenge: unknown) =>
    codeOf(accounts.signInByPasskey(withCookies(cookies), authenticator(challenge), HOME));
  expect(await refused(altered, given.options.challenge)).toBe('passkey_refused');
  expect(await refused(other, given.options.challenge)).toBe('passkey_refused');
  aheadMs = 5 * 60_000 + 1;
  expect(await refused(given, given.options.challenge)).toBe('passkey_refused');
});

// Browsers let every origin below the relying party's id use the passkey, including another port of the host.
test.each(['http://localhost:9000', 'http://app.localhost:3000', 'https://localhost:3000'])(
  'an assertion made for %s and relayed opens nothing, whatever origin the relay claims',
  async (origin) => {
    const relayed = async (claimed: string, made: string) => {
      const given = await accounts.passkeyChallenge();
      const headers = withCookies(given);
      headers.set('origin', claimed);
      headers.set('host', new URL(claimed).host);
      const response = authenticator(given.options.challenge, { origin: made });
      return codeOf(accounts.signInByPasskey(headers, response, HOME));
    };
    expect(await relayed(origin, origin)).toBe('passkey_refused');
    expect(await relayed(OWN_ORIGIN, origin)).toBe('passkey_refused');
    expect(await relayed(OWN_ORIGIN, OWN_ORIGIN)).toBe('done');
  },
);
