import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type HeldLease, LeaseLost, type Leases } from './leases';

export interface LeasesUnderTest {
  /** Two consoles on one database. */
  a: Leases;
  b: Leases;
  /** A write of a holder, as every store does it. */
  write(lease: HeldLease): Promise<void>;
  /** Puts the end of every lease that far back, as if that time had passed. */
  pass(ms: number): Promise<void>;
  remove(): Promise<void>;
}

const LIFE_MS = 10_000;

/** What every store of leases does. */
export function leasesContract(name: string, make: () => Promise<LeasesUnderTest>): void {
  describe(`${name} as a store of leases`, () => {
    let { a, b, write, pass, remove } = {} as LeasesUnderTest;
    beforeEach(async () => {
      ({ a, b, write, pass, remove } = await make());
    });
    afterEach(() => remove());
    const held = async (leases: Leases): Promise<HeldLease> => {
      const lease = await leases.acquire('work', LIFE_MS);
      if (!lease) throw new Error('the lease was not to be had');
      return lease;
    };

    test('one has it, the other waits', async () => {
      const lease = await held(a);
      expect(await b.acquire('work', LIFE_MS)).toBeNull();
      expect(await a.acquire('work', LIFE_MS)).toBeNull();
      expect(await b.acquire('other work', LIFE_MS)).not.toBeNull();
      await write(lease);
    });

    test('of many who ask at once one gets it', async () => {
      const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => (n % 2 ? a : b).acquire('work', LIFE_MS)));
      expect(answers.filter((lease) => lease !== null)).toHaveLength(1);
    });

    test('renewed it lasts on, let go it is free at once, and each holder has a higher number', async () => {
      const first = await held(a);
      await pass(LIFE_MS - 2000);
      expect(await a.renew(first, LIFE_MS)).toBe(true);
      await pass(LIFE_MS - 2000);
      expect(await b.acquire('work', LIFE_MS)).toBeNull();
      await a.release(first);
      const second = await held(b);
      expect(second.fence).toBeGreaterThan(first.fence);
      await b.release(second);
      expect((await held(a)).fence).toBeGreaterThan(second.fence);
    });

    test('a holder that was stopped past the end can neither renew nor write, also when nobody took over', async () => {
      const lease = await held(a);
      await pass(LIFE_MS + 1);
      expect(await a.renew(lease, LIFE_MS)).toBe(false);
      await expect(write(lease)).rejects.toThrow(LeaseLost);
    });

    test('a holder that wakes up when another has taken over harms nobody', async () => {
      const stale = await held(a);
      await pass(LIFE_MS + 1);
      const lease = await held(b);
      expect(await a.renew(stale, LIFE_MS)).toBe(false);
      await a.release(stale);
      await expect(write(stale)).rejects.toThrow(LeaseLost);
      await write(lease);
      expect(await b.renew(lease, LIFE_MS)).toBe(true);
    });
  });
}
