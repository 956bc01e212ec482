import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { OperationId } from '#lib/domain/ids';
import { anEntry } from '#lib/ports/testing/entries';
import type { Records } from '#lib/records/open-records';
import {
  openTestRecords,
  TEST_LEDGER_SECRET,
  type TestDatabase,
  testedDatabases,
} from '#lib/records/testing/databases';

/** The commands are run as people run them: a process each takes its seconds. */
const SLOW_MS = 120_000;

for (const [name, make] of testedDatabases(process.env.TEST_POSTGRES_URL))
  describe(`backup and restore on ${name}`, { timeout: SLOW_MS }, () => {
    let place: TestDatabase;
    let aside: string;
    let records: Records;

    beforeEach(async () => {
      place = await make();
      aside = mkdtempSync(join(tmpdir(), 'backup-'));
      records = await openTestRecords(place);
    });
    afterEach(async () => {
      await records.close();
      await place.remove();
      rmSync(aside, { recursive: true, force: true });
    });

    /** What a command says, and whether it was content. */
    const command = (program: string, ...given: string[]): Promise<{ output: string; ended: boolean }> =>
      new Promise((done) => {
        const { PATH } = process.env;
        const env = {
          PATH,
          NODE_ENV: 'production' as const,
          DATA_DIR: place.folder,
          DATABASE_URL: place.url,
          LEDGER_KEY: TEST_LEDGER_SECRET,
          LANG: 'C.UTF-8',
        };
        execFile(process.execPath, ['--import', 'tsx', `lib/cli/${program}.ts`, ...given], { env }, (error, out, err) =>
          done({ output: out + err, ended: error === null }),
        );
      });
    const anAct = async (): Promise<OperationId> => {
      const { id } = await records.ledger.open(anEntry());
      await records.ledger.answered(id, { state: 'accepted' });
      await records.ledger.settled(id, 'converged', '');
      return id;
    };
    const sealed = async (): Promise<void> => {
      const lease = await records.leases.acquire('retention', 600_000);
      if (!lease) throw new Error('no lease');
      await records.segments.seal(Date.now() + 1e9, lease);
      while ((await records.segments.clear(4, lease)) > 0);
    };

    test('what was there at the time of the backup is there again, beside a console that served all the while', async () => {
      await anAct();
      await anAct();
      await sealed();
      const kept = await anAct();
      const file = join(aside, 'monday.backup');
      expect(await command('backup', file)).toMatchObject({ ended: true });
      expect((await command('backup', file)).ended).toBe(false);
      const lost = await anAct();
      expect((await command('restore', file)).ended).toBe(false);
      expect(await records.ledger.operation(lost)).not.toBeNull();

      await records.close();
      expect(await command('restore', file)).toMatchObject({ ended: true });
      records = await openTestRecords(place);
      expect(await records.ledger.operation(kept)).toMatchObject({ state: 'settled' });
      expect(await records.ledger.operation(lost)).toBeNull();
      expect(await records.ledger.verify()).toMatchObject({ brokenAt: null });
      expect(await records.segments.check()).toMatchObject([{ state: 'good' }]);
      // What was there before is put aside and not gone.
      expect(readdirSync(place.folder).some((each) => each.startsWith('before-restore-'))).toBe(true);
    });

    test('what is no backup, or only a part of one, changes nothing', async () => {
      const kept = await anAct();
      const file = join(aside, 'tuesday.backup');
      await command('backup', file);
      await records.close();
      const torn = join(aside, 'torn.backup');
      const whole = readFileSync(file);
      writeFileSync(torn, whole.subarray(0, whole.length / 2));
      // whole, but for a link in place of the secret
      const linked = join(aside, 'linked.backup');
      const opened = mkdtempSync(join(aside, 'opened-'));
      execFileSync('tar', ['-xzf', file, '-C', opened]);
      rmSync(join(opened, 'auth-secret'), { force: true });
      symlinkSync('/etc/hostname', join(opened, 'auth-secret'));
      execFileSync('tar', ['-czf', linked, '-C', opened, ...readdirSync(opened)]);
      for (const wrong of [torn, linked, join(aside, 'none')])
        expect((await command('restore', wrong)).ended).toBe(false);
      expect(readdirSync(place.folder).filter((each) => each.startsWith('.restore-'))).toEqual([]);
      records = await openTestRecords(place);
      expect(await records.ledger.operation(kept)).not.toBeNull();
    });

    test('the ledger is checked beside a console, and what was sealed is written where one says', async () => {
      await anAct();
      await anAct();
      await sealed();
      const folder = join(aside, 'sealed');
      const { output, ended } = await command('audit-verify', folder);
      expect(ended).toBe(true);
      expect(output).toContain('The ledger is whole: 6 rows');
      const [file = ''] = readdirSync(folder);
      expect(readFileSync(join(folder, file), 'utf8').trim().split('\n')).toHaveLength(5);
    });

    test('a row that was noted is found again, sealed or not, and one that was cut off or written anew is missed', async () => {
      await anAct();
      const sealedSoon = await records.ledger.head();
      await anAct();
      await sealed();
      const newest = await records.ledger.head();
      const noted = [sealedSoon, newest].map((row) => `${row?.seq}:${row?.hash}`);
      const expecting = (...rows: string[]) => command('audit-verify', ...rows.flatMap((row) => ['--expect', row]));
      const found = await expecting(...noted);
      expect(found).toMatchObject({ ended: true });
      expect(found.output).toContain(`to be noted elsewhere: ${noted[1]}`);
      const cut = `99:${newest?.hash}`;
      const anew = `2:${newest?.hash}`;
      const missed = await expecting(...noted, cut, anew);
      expect(missed.ended).toBe(false);
      for (const seq of [99, 2]) expect(missed.output).toContain(`LACKS row ${seq} `);
      expect((await expecting('12')).output).toContain('SEQ:HASH');
    });
  });
