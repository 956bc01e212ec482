import { createHash } from 'node:crypto';
import { RateLimiterMemory, RateLimiterPrisma, RateLimiterRes } from 'rate-limiter-flexible';
import { Fault, isFault } from '#lib/domain/fault';
import type { Log } from '#lib/ports/log';
import { addressKey } from './address-key';

const WINDOW_S = 15 * 60;
const SWEEP_MS = 3_600_000;
/** Failures within the window, after which nobody gets another try. */
export const LIMITS = {
  account: 10,
  address: 30,
  linkAddress: 30,
  secondFactor: 10,
  browser: 10,
  knownSecondFactor: 10,
  ownPassword: 10,
} as const;
/** Where all clients share an address, it stands for nobody: to count by it would let one lock out all. */
export const HIDDEN_ADDRESS = 'hidden';
type Limited = keyof typeof LIMITS;
/** Counted by whom the failures are for, in all browsers or in one of theirs, and not by where they come from. */
const PERSONAL: readonly Limited[] = ['account', 'secondFactor', 'browser', 'knownSecondFactor', 'ownPassword'];

/** Where a try comes from: `known` stands for a browser that this person has signed in with before, null for a stranger. */
export interface From {
  address: string;
  known: string | null;
}

interface Swept {
  rateLimit: { deleteMany(what: { where: { expire: { lt: Date } } }): Promise<unknown> };
}

/**
 * Counts failed attempts, in the database so that restarts and other consoles know of them, and in memory while it is away.
 * A try is counted before it is made and given back when it was a good one: many at once can't slip past the limit.
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
   * A sign-in. Of strangers: limited by account wherever they come from, and by address whomever it is for. A browser of
   * this person's has a count of its own, or strangers could lock them out.
   */
  signIn<T>(email: string, { address, known }: From, attempt: () => Promise<T>): Promise<T> {
    if (known !== null) return this.#counted('browser', known, attempt);
    return this.#byAddress('address', address, () => this.#counted('account', email, attempt));
  }

  /**
   * The second step of a sign-in, counted apart: a right password must not give new tries at the code. A person's browsers
   * have one count together: someone with the password from before the second factor may have made many.
   */
  secondFactor<T>(userId: string, { address, known }: From, attempt: () => Promise<T>): Promise<T> {
    if (known !== null) return this.#counted('knownSecondFactor', userId, attempt);
    return this.#byAddress('address', address, () => this.#counted('secondFactor', userId, attempt));
  }

  /** A passkey names its person only when it is right. */
  passkey<T>(address: string, attempt: () => Promise<T>): Promise<T> {
    return this.#byAddress('address', address, attempt);
  }

  /** A signed-in person gives the password again; a person at their unlocked screen cannot guess on, nor lock their sign-in. */
  ownPassword<T>(userId: string, attempt: () => Promise<T>): Promise<T> {
    return this.#counted('ownPassword', userId, attempt);
  }

  /** A one-time link that is looked at or used. */
  link<T>(address: string, attempt: () => Promise<T>): Promise<T> {
    return this.#byAddress('linkAddress', address, attempt);
  }

  /** A person who proved otherwise who they are starts anew. */
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
      // of an account all failures are forgotten; of an address one, or who owns an account could guess others for ever
      await (PERSONAL.includes(name) ? limiter.delete(key) : limiter.reward(key));
      return result;
    } catch (error) {
      if (!isFailedAttempt(error)) await limiter.reward(key);
      throw error;
    }
  }

  /** Rows that count no more, once an hour and never in anybody's way. */
  #sweep(): void {
    const now = Date.now();
    if (now - this.#sweptAt < SWEEP_MS) return;
    this.#sweptAt = now;
    this.#prisma.rateLimit
      .deleteMany({ where: { expire: { lt: new Date(now) } } })
      .catch((err: unknown) => this.#log.warn({ err }, 'Old counts of attempts could not be deleted'));
  }
}

/** People type passwords into the wrong field: what they typed is not kept. */
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
