/** So many at once, and so many a second after that. */
export class TokenBucket {
  readonly #burst: number;
  readonly #aSecond: number;
  #tokens: number;
  #at: number;

  constructor({ burst, aSecond, now }: { burst: number; aSecond: number; now: number }) {
    this.#burst = burst;
    this.#aSecond = aSecond;
    this.#tokens = burst;
    this.#at = now;
  }

  /** `now` in ms. A clock that goes back fills nothing. */
  take(now: number): boolean {
    const elapsedS = Math.max(0, now - this.#at) / 1000;
    this.#at = now;
    this.#tokens = Math.min(this.#burst, this.#tokens + elapsedS * this.#aSecond);
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }

  /** Seconds until the next one, rounded up. */
  get waitSeconds(): number {
    return Math.max(1, Math.ceil((1 - this.#tokens) / this.#aSecond));
  }
}
