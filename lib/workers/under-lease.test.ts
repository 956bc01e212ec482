import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { HeldLease, Leases } from '#lib/ports/leases';
import { openTestRecords, quietLog, testedDatabases } from '#lib/records/testing/databases';
import { type Term, UnderLease } from './under-lease';

const LIFE_MS = 30_000;

/** One lease in memory, on the clock of the test. */
class OneLease implements Leases {
  isAway = false;
  #held: { lease: HeldLease; endsAt: number } | null = null;
  #fence = 0;

  async acquire(name: string, lifeMs: number): Promise<HeldLease | null> {
    if (this.isAway) throw new Error('away');
    if (this.#held && this.#held.endsAt > Date.now()) return null;
    this.#fence += 1;
    const lease = { name, holder: `${this.#fence}`, fence: this.#fence };
    this.#held = { lease, endsAt: Date.now() + lifeMs };
    return lease;
  }

  async renew(lease: HeldLease, lifeMs: number): Promise<boolean> {
    if (this.isAway) throw new Error('away');
    if (this.#held?.lease !== lease || this.#held.endsAt <= Date.now()) return false;
    this.#held.endsAt = Date.now() + lifeMs;
    return true;
  }

  async release(lease: HeldLease): Promise<void> {
    if (this.#held?.lease === lease) this.#held = null;
  }

  /** Another console takes it over. */
  take(): void {
    this.#held = { lease: { name: 'work', holder: 'another', fence: 99 }, endsAt: Date.now() + LIFE_MS };
  }
}

describe('work under a lease', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
  /** Work that reports its terms and lasts as long as each. */
  function worker(leases: Leases) {
    const terms: Term[] = [];
    const work = new UnderLease({
      name: 'work',
      leases,
      log: quietLog,
      lifeMs: LIFE_MS,
      work: async (term) => {
        terms.push(term);
        await new Promise((resolve) => term.signal.addEventListener('abort', resolve));
      },
    });
    work.start();
    return { terms, stop: () => work.stop() };
  }

  test('is done by one, for longer than a lease lasts, and by the other as soon as that one ends', async () => {
    const leases = new OneLease();
    const a = worker(leases);
    await pass(0);
    const b = worker(leases);
    await pass(LIFE_MS * 20);
    expect([a.terms.length, b.terms.length, a.terms[0]?.signal.aborted]).toEqual([1, 0, false]);
    await a.stop();
    await pass(LIFE_MS / 6);
    expect(b.terms[0]?.lease.fence).toBe(2);
    await b.stop();
  });

  test('stops before its lease has run out when the database is away, and is done again once it is back', async () => {
    const leases = new OneLease();
    const a = worker(leases);
    await pass(LIFE_MS / 2);
    leases.isAway = true;
    await pass(LIFE_MS / 3 + LIFE_MS);
    expect(a.terms[0]?.signal.aborted).toBe(true);
    leases.isAway = false;
    await pass(LIFE_MS);
    expect(a.terms).toHaveLength(2);
    await a.stop();
  });

  test('stops when its lease is another’s', async () => {
    const leases = new OneLease();
    const a = worker(leases);
    await pass(0);
    leases.take();
    await pass(LIFE_MS / 3);
    expect(a.terms[0]?.signal.aborted).toBe(true);
    await a.stop();
  });
});

describe.each(testedDatabases(process.env.TEST_POSTGRES_URL))('under a lease on %s', (_, make) => {
  test('a process that was stopped past the end of its lease writes nothing more when it goes on', async () => {
    const place = await make();
    const records = await openTestRecords(place);
    const script = new URL('../records/testing/hold-beside.ts', import.meta.url).pathname;
    const child = spawn(process.execPath, ['--import', 'tsx', script, place.url, place.folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(child, 'exit');
    const lines = createInterface({ input: child.stdout });
    try {
      await once(lines, 'line');
      const lease = await vi.waitFor(
        async () => (await records.leases.acquire('work', 60_000)) ?? Promise.reject(new Error('it is held')),
        { timeout: 20_000, interval: 100 },
      );
      await records.seen.looked('node', { clusterId: 'ours', at: 1 }, lease);
      child.kill('SIGCONT');
      const [line] = await once(lines, 'line');
      expect(line).toMatch(/^stopped/);
      expect(await ended).toEqual([0, null]);
      expect(await records.seen.lastLook('node')).toEqual({ clusterId: 'ours', at: 1 });
    } finally {
      child.kill('SIGKILL');
      await ended;
      await records.close();
      await place.remove();
    }
  }, 60_000);
});
