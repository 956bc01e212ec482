import { createHash } from 'node:crypto';
import { RateLimiterMemory, RateLimiterPrisma, RateLimiterRes } from 'rate-limiter-flexible';
import { Fault, isFault } from '#lib/domain/fault';
import type { Log } from '#lib/ports/log';
import { addressKey } from './address-key';

const WINDOW_S = 15 * 60;
const SWEEP_MS = 3_600_000;
/** Failures within the window, after which every attempt is refused. */
export const LIMITS = {
  account: 10,
  address: 30,
  linkAddress: 30,
  secondFactor: 10,
  browser: 10,
  knownSecondFactor: 10,
  ownPassword: 10,
} as const;
/** A shared address is not counted, because one client could lock out all. */
export const HIDDEN_ADDRESS = 'hidden';
type Limited = keyof typeof LIMITS;
/** Counted by the attacked account, in all browsers or in one of the owner's, and not by address. */
const PERSONAL: readonly Limited[] = ['account', 'secondFactor', 'browser', 'knownSecondFactor', 'ownPassword'];

/**
 * The source of an attempt: `known` is the id of a browser that this person has signed in with before; null: a
 * stranger's.
 */
export interface From {
  address: string;
  known: string | null;
}

interface Swept {
  rateLimit: { deleteMany(what: { where: { expire: { lt: Date } } }): Promise<unknown> };
}

/**
 * Counts failed attempts, in the database for restarts and other consoles, and in memory while that is away. An attempt
 * is counted before it is made and returned if it succeeds, so that many at once cannot exceed the limit.
 */
export class Attempts {
  readonly #limiters: Record<Limited, RateLimiterPrisma>;
  readonly #prisma: Swept;
  readonly #log: Log;
  #sweptAt = 0;

  constructor(prisma: unknown, log: Log) {
    this.#prisma = prisma as Swept;
    this.#log = log;
    const limiter = (name: Limited) => {
      const limits = { keyPrefix: name, points: LIMITS[name], duration: WINDOW_S };
      const insuranceLimiter = new RateLimiterMemory(limits);
      return new RateLimiterPrisma({
        ...limits,
        insuranceLimiter,
        storeClient: prisma,
        tableName: 'rateLimit',
        clearExpiredByTimeout: false,
      });
    };
    this.#limiters = {
      account: limiter('account'),
      address: limiter('address'),
      linkAddress: limiter('linkAddress'),
      secondFactor: limiter('secondFactor'),
      browser: limiter('browser'),
      knownSecondFactor: limiter('knownSecondFactor'),
      ownPassword: limiter('ownPassword'),
    };
  }

  /**
   * A sign-in. Strangers are limited by account from anywhere, and by address for any account. A browser of this
   * person's has its own count, because strangers could lock them out.
   */
  signIn<T>(email: string, { address, known }: From, attempt: () => Promise<T>): Promise<T> {
    if (known !== null) return this.#counted('browser', known, attempt);
    return this.#byAddress('address', address, () => this.#counted('account', email, attempt));
  }

  /**
   * The second step of a sign-in, counted apart, because a correct password must not reset the count of codes. A
   * person's browsers share one count, because somebody who knew the password may have signed in on many.
   */
  secondFactor<T>(userId: string, { address, known }: From, attempt: () => Promise<T>): Promise<T> {
    if (known !== null) return this.#counted('knownSecondFactor', userId, attempt);
    return this.#byAddress('address', address, () => this.#counted('secondFactor', userId, attempt));
  }

  /** A passkey identifies its person only when it is correct. */
  passkey<T>(address: string, attempt: () => Promise<T>): Promise<T> {
    return this.#byAddress('address', address, attempt);
  }

  /**
   * A signed-in person's password. Limited too, so that nobody can guess it at an unlocked screen; it does not lock the
   * sign-in.
   */
  ownPassword<T>(userId: string, attempt: () => Promise<T>): Promise<T> {
    return this.#counted('ownPassword', userId, attempt);
  }

  /** Reading or using a one-time link. */
  link<T>(address: string, attempt: () => Promise<T>): Promise<T> {
    return this.#byAddress('linkAddress', address, attempt);
  }

  /** Clears a person's count after they proved their identity in another way. */
  async forgive(email: string, userId?: string): Promise<void> {
    await this.#limiters.account.delete(keyOf(email));
    if (userId === undefined) return;
    await this.#limiters.secondFactor.delete(keyOf(userId));
    await this.#limiters.knownSecondFactor.delete(keyOf(userId));
  }

  #byAddress<T>(name: Limited, address: string, attempt: () => Promise<T>): Promise<T> {
    return address === HIDDEN_ADDRESS ? attempt() : this.#counted(name, addressKey(address), attempt);
  }

  async #counted<T>(name: Limited, subject: string, attempt: () => Promise<T>): Promise<T> {
    const limiter = this.#limiters[name];
    const key = keyOf(subject);
    this.#sweep();
    await limiter.consume(key).catch((refused: unknown) => {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      throw new Fault('too_many_attempts', { seconds: Math.max(1, Math.ceil(refused.msBeforeNext / 1000)) });
    });
    try {
      const result = await attempt();
      // all failures of an account are cleared; of an address only one, because the owner of an account could otherwise
      // guess others for ever
      await (PERSONAL.includes(name) ? limiter.delete(key) : limiter.reward(key));
      return result;
    } catch (error) {
      if (!isFailedAttempt(error)) await limiter.reward(key);
      throw error;
    }
  }

  /** Deletes expired rows once an hour, without delaying anybody. */
  #sweep(): void {
    const now = Date.now();
    if (now - this.#sweptAt < SWEEP_MS) return;
    this.#sweptAt = now;
    this.#prisma.rateLimit
      .deleteMany({ where: { expire: { lt: new Date(now) } } })
      .catch((err: unknown) => this.#log.warn({ err }, 'Old counts of attempts could not be deleted'));
  }
}

/** Hashed, because people type passwords into the wrong field. */
const keyOf = (subject: string): string => createHash('sha256').update(subject).digest('base64url');

const FAILURES = [
  'wrong_credentials',
  'wrong_password',
  'wrong_code',
  'passkey_refused',
  'link_invalid',
  'too_many_attempts',
] as const;
const isFailedAttempt = (error: unknown): boolean => FAILURES.some((code) => isFault(error, code));
