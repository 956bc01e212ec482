import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { parseCookies } from 'better-auth/cookies';
import { serializeCookie } from 'better-call';
import type { Clock } from '#lib/ports/clock';
import type { Auth } from './auth';

/** How long a browser stays known without a sign-in. */
export const KNOWN_FOR_S = 180 * 24 * 3600;
/** All sign-in routes are below it, and no other request carries the cookie. */
const PATH = '/api/v1/session';
const NONCE = /^[\w-]{22}$/;

type Whose = { id: string; email: string };

/**
 * Browsers in which a person has signed in before, so that a stranger's failures do not lock them out there (OWASP's
 * "device cookies"). The cookie opens nothing: it only selects the count by which attempts are limited.
 *
 * Nothing is stored, so every console with the same AUTH_SECRET accepts it. Its signature includes the hash of the
 * password, so a new password invalidates it. Each sign-in issues a new one, so that a copy of an older one shares no
 * count.
 */
export class KnownBrowsers {
  readonly #auth: Auth;
  readonly #clock: Clock;
  readonly #key: Buffer;

  constructor({ auth, secret, clock }: { auth: Auth; secret: string; clock: Clock }) {
    this.#auth = auth;
    this.#clock = clock;
    this.#key = Buffer.from(hkdfSync('sha256', secret, '', 'swarmdeck known browsers', 32));
  }

  /** The cookie for a person who just signed in. */
  async cookieFor(user: Whose): Promise<string> {
    const nonce = randomBytes(16).toString('base64url');
    const until = String(Math.floor(this.#clock.now() / 1000) + KNOWN_FOR_S);
    const { name, attributes } = await this.#cookie(user.email);
    const signature = await this.#signature(user, nonce, until);
    return serializeCookie(name, `${nonce}.${until}.${signature.toString('base64url')}`, attributes);
  }

  /**
   * The id of a browser that this person has signed in with; null for a stranger's. Without a cookie for this e-mail
   * nothing is looked up, so that unknown e-mails take the same time as known ones.
   */
  async recognise(headers: Headers, email: string): Promise<string | null> {
    const sent = headers.get('cookie');
    const value = sent && parseCookies(sent).get((await this.#cookie(email)).name);
    const [nonce, until, signature, ...rest] = value ? value.split('.') : [];
    if (!nonce || !until || !signature || rest.length > 0 || !NONCE.test(nonce)) return null;
    if (!(Number(until) * 1000 > this.#clock.now())) return null;
    const user = (await (await this.#auth.$context).internalAdapter.findUserByEmail(email))?.user;
    const given = Buffer.from(signature, 'base64url');
    const right = user && (await this.#signature(user, nonce, until));
    return right && given.length === right.length && timingSafeEqual(given, right) ? nonce : null;
  }

  /** One cookie per account, so that people who share a browser do not replace each other's. */
  async #cookie(email: string) {
    const account = this.#hmac(['cookie', email.toLowerCase()]).toString('hex').slice(0, 12);
    const { createAuthCookie } = await this.#auth.$context;
    const cookie = createAuthCookie(`known_${account}`, { maxAge: KNOWN_FOR_S, path: PATH, sameSite: 'strict' });
    // __Host- would require the path "/"
    return { ...cookie, name: cookie.name.replace(/^__Host-/, '__Secure-') };
  }

  async #signature({ id }: Whose, nonce: string, until: string): Promise<Buffer> {
    const { internalAdapter } = await this.#auth.$context;
    const hash = (await internalAdapter.findCredentialAccount(id))?.password ?? '';
    return this.#hmac(['browser', id, nonce, until, hash]);
  }

  #hmac(fields: string[]): Buffer {
    return createHmac('sha256', this.#key).update(JSON.stringify(fields)).digest();
  }
}
