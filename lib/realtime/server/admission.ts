import type { IncomingMessage } from 'node:http';
import { BROWSER_KEY, BROWSER_KEY_HEADER } from '#lib/domain/access/browser-key';
import type { SessionPrincipal } from '#lib/domain/access/principal';
import { Shares } from '#lib/limits/shares';
import type { Log } from '#lib/ports/log';
import type { Sessions } from '#lib/ports/sessions';

/** A refused handshake: the reason, and the client as far as known. */
export interface SocketRefusal {
  code: 'foreign_origin' | 'not_signed_in' | 'too_many_requests';
  userId?: string;
}

interface Admitting {
  sessions: Pick<Sessions, 'principalOf' | 'principalOfCookie'>;
  log: Log;
  isOwnOrigin(request: IncomingMessage): boolean;
  /** null: a shared address, by which no limit counts. */
  addressOf(request: IncomingMessage): string | null;
  /** Records a refusal. */
  refused(request: IncomingMessage, refusal: SocketRefusal): void;
}

export interface SocketLimits {
  /** Of people with a session. */
  all: number;
  session: number;
  person: number;
  address: number;
  /** Without a session: they receive the refusal and are disconnected. */
  strangers: number;
}

export const SOCKET_LIMITS: SocketLimits = { all: 5000, session: 20, person: 40, address: 500, strangers: 32 };

/**
 * Decides before the upgrade who gets a WebSocket, because a refused request costs nothing. A few are admitted only to
 * be refused, because a browser can read the reason only from an open connection.
 */
export class Admission {
  readonly #with: Admitting;
  readonly #bySession: Shares;
  readonly #byPerson: Shares;
  readonly #byAddress: Shares;
  readonly #all: Shares;
  readonly #strangers: Shares;
  readonly #people = new WeakMap<IncomingMessage, SessionPrincipal>();
  readonly #why = new WeakMap<IncomingMessage, Refusal>();

  constructor(admitting: Admitting, limits: SocketLimits = SOCKET_LIMITS) {
    this.#with = admitting;
    this.#bySession = new Shares(limits.session);
    this.#byPerson = new Shares(limits.person);
    this.#byAddress = new Shares(limits.address);
    this.#all = new Shares(limits.all);
    this.#strangers = new Shares(limits.strangers);
  }

  /** Whether the request may become a WebSocket. Its share is returned when the connection closes. */
  async mayOpen(request: IncomingMessage): Promise<boolean> {
    const { isOwnOrigin, addressOf } = this.#with;
    const { cookie, origin } = request.headers;
    if (!isOwnOrigin(request)) return this.#refuse(request, { code: 'foreign_origin' });
    // A program without a session has no use for the reason.
    if (cookie === undefined && origin === undefined) return this.#refuse(request, { code: 'not_signed_in' });
    const address = addressOf(request);
    if (address !== null && !this.#take(request, [[this.#byAddress, address]]))
      return this.#refuse(request, { code: 'too_many_requests' });
    const person = await this.#personOf(request);
    if (request.socket.destroyed) return false;
    if (typeof person === 'string') {
      if (person === 'not_signed_in') this.#refuse(request, { code: person });
      return this.#noteRefusal(request, person);
    }
    const shares: [Shares, string][] = [
      [this.#all, ''],
      [this.#byPerson, person.userId],
      [this.#bySession, person.sessionId],
    ];
    if (!this.#take(request, shares)) {
      this.#refuse(request, { code: 'too_many_requests', userId: person.userId });
      return this.#noteRefusal(request, 'full');
    }
    this.#people.set(request, person);
    return true;
  }

  /**
   * The connection's principal, or the refusal. The cookie comes with the upgrade and identifies whom to count for; the
   * browser key comes with the first packet, and without it the cookie opens nothing.
   */
  async outcome(request: IncomingMessage, key: unknown): Promise<SessionPrincipal | Refusal> {
    const byCookie = this.#people.get(request);
    if (!byCookie) return this.#why.get(request) ?? 'not_signed_in';
    const headers = headersOf(request);
    if (typeof key === 'string' && BROWSER_KEY.test(key)) headers.set(BROWSER_KEY_HEADER, key);
    const person = await this.#principalOr(() => this.#with.sessions.principalOf(headers));
    if (person === 'not_signed_in') this.#refuse(request, { code: person, userId: byCookie.userId });
    return typeof person !== 'string' && person.lacksSecondFactor ? 'not_signed_in' : person;
  }

  #refuse(request: IncomingMessage, refusal: SocketRefusal): false {
    this.#with.refused(request, refusal);
    return false;
  }

  #personOf(request: IncomingMessage): Promise<SessionPrincipal | Refusal> {
    return this.#principalOr(() => this.#with.sessions.principalOfCookie(headersOf(request)));
  }

  async #principalOr(ask: () => Promise<SessionPrincipal | null>): Promise<SessionPrincipal | Refusal> {
    try {
      return (await ask()) ?? 'not_signed_in';
    } catch (error) {
      this.#with.log.warn({ err: error }, 'a browser could not be admitted');
      return 'records_unavailable';
    }
  }

  #noteRefusal(request: IncomingMessage, why: Refusal): boolean {
    this.#why.set(request, why);
    return this.#take(request, [[this.#strangers, '']]);
  }

  /** All of the shares, or none. */
  #take(request: IncomingMessage, shares: readonly [Shares, string][]): boolean {
    const taken: (() => void)[] = [];
    for (const [share, key] of shares) {
      const giveBack = share.take(key);
      if (!giveBack) {
        for (const each of taken) each();
        return false;
      }
      taken.push(giveBack);
    }
    request.socket.once('close', () => {
      for (const each of taken) each();
    });
    return true;
  }
}

export type Refusal = 'not_signed_in' | 'records_unavailable' | 'full';

function headersOf({ headers: { cookie } }: IncomingMessage): Headers {
  return new Headers(cookie ? { cookie } : {});
}
