import { createHmac, hkdfSync } from 'node:crypto';
import type { Clock } from '#lib/ports/clock';
import type { Log } from '#lib/ports/log';
import type { Refusal, Refusals } from '#lib/ports/refusals';

const MINUTE_MS = 60_000;
/** Lines a minute for each code, so that a flood of one kind hides no other; the rest is only counted. */
export const LINES_A_MINUTE = 50;
const DIGEST_LENGTH = 16;

/**
 * One line for each refused authentication or authorisation (ASVS 16.3). An e-mail is logged as a keyed digest: equal
 * for equal attempts, but unreadable, because people type passwords into the wrong field.
 */
export class RefusalLog implements Refusals {
  readonly #log: Log;
  readonly #clock: Clock;
  readonly #key: Buffer;
  #minute = { since: 0, refused: new Map<string, number>() };

  constructor({ log, clock, secret }: { log: Log; clock: Clock; secret: string }) {
    this.#log = log;
    this.#clock = clock;
    this.#key = Buffer.from(hkdfSync('sha256', secret, '', 'swarmdeck refusals', 32));
  }

  note({ email, ...refusal }: Refusal): void {
    const now = this.#clock.now();
    if (Math.abs(now - this.#minute.since) >= MINUTE_MS) this.#newMinute(now);
    const refused = (this.#minute.refused.get(refusal.code) ?? 0) + 1;
    this.#minute.refused.set(refusal.code, refused);
    if (refused > LINES_A_MINUTE) return;
    const account = email === undefined ? undefined : this.#digest(email);
    this.#log.warn({ ...refusal, ...(account && { account }) }, 'refused');
  }

  #newMinute(now: number): void {
    const beyond = [...this.#minute.refused].filter(([, refused]) => refused > LINES_A_MINUTE);
    const more = Object.fromEntries(beyond.map(([code, refused]) => [code, refused - LINES_A_MINUTE]));
    if (beyond.length > 0) this.#log.warn({ more }, 'refused: more within a minute than are written one by one');
    this.#minute = { since: now, refused: new Map() };
  }

  #digest(email: string): string {
    const hmac = createHmac('sha256', this.#key).update(email.trim().toLowerCase());
    return hmac.digest('hex').slice(0, DIGEST_LENGTH);
  }
}
