import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { HeldLease, Leases } from '#lib/ports/leases';
import type { Records } from '#lib/records/open-records';
import { openTestRecords, quietLog, type TestDatabase, testedDatabases } from '#lib/records/testing/databases';
import { type Term, UnderLease } from './under-lease';

const soon = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
async function until<T>(probe: () => T | Promise<T>): Promise<NonNullable<T>> {
  for (;;) {
    const found = await probe();
    if (found) return found as NonNullable<T>;
    await soon(20);
  }
}

for (const [name, make] of testedDatabases(process.env.TEST_POSTGRES_URL))
  describe(`work under a lease on ${name}`, () => {
    let place: TestDatabase;
    let records: Records;
    beforeEach(async () => {
      place = await make();
      records = await openTestRecords(place);
    });
    afterEach(async () => {
      await records.close();
      await place.remove();
    });
    /** Work that tells of its terms and lasts as long as each. */
    function worker(leases: Leases) {
      const terms: Term[] = [];
      const work = new UnderLease({
        name: 'work',
        leases,
        log: quietLog,
        lifeMs: 900,
        work: async (term) => {
          terms.push(term);
          await new Promise((resolve) => term.signal.addEventListener('abort', resolve));
        },
      });
      work.start();
      return { terms, stop: () => work.stop() };
    }

    test('is done by one, for longer than a lease lasts, and by the other as soon as that one ends', async () => {
      const a = worker(records.leases);
      await until(() => a.terms.length === 1);
      const b = worker(records.leases);
      await soon(1500);
      expect([a.terms.length, b.terms.length, a.terms[0]?.signal.aborted]).toEqual([1, 0, false]);
      await a.stop();
      await until(() => b.terms.length === 1);
      expect(b.terms[0]?.lease.fence).toBeGreaterThan(a.terms[0]?.lease.fence ?? 9);
      await b.stop();
    });

    test('stops when the lease cannot be prolonged, because the database is away or it is another’s', async () => {
      let isAway = false;
      const failing: Leases = {
        acquire: (...asked) => records.leases.acquire(...asked),
        renew: (...asked) => (isAway ? Promise.reject(new Error('away')) : records.leases.renew(...asked)),
        release: (lease) => records.leases.release(lease),
      };
      const a = worker(failing);
      const term = await until(() => a.terms[0]);
      isAway = true;
      await until(() => term.signal.aborted);
      isAway = false;
      await until(() => a.terms.length === 2);
      await a.stop();
    });

    test('a process that was stopped past the end of its lease writes nothing more when it goes on', async () => {
      const script = new URL('../records/testing/hold-beside.ts', import.meta.url).pathname;
      const child = spawn(process.execPath, ['--import', 'tsx', script, place.url, place.folder], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const lines: string[] = [];
      createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
      try {
        await until(() => lines.length === 1);
        await until(() => records.seen.lastLook('node'));
        child.kill('SIGSTOP');
        const lease: HeldLease = await until(() => records.leases.acquire('work', 60_000));
        await records.seen.looked('node', { clusterId: 'ours', at: 1 }, lease);
        child.kill('SIGCONT');
        await until(() => lines.length === 2);
        expect(lines[1]).toMatch(/^stopped/);
        await soon(300);
        expect(await records.seen.lastLook('node')).toEqual({ clusterId: 'ours', at: 1 });
      } finally {
        child.kill('SIGKILL');
        await once(child, 'exit');
      }
    }, 40_000);
  });
