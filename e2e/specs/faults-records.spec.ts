import { randomBytes } from 'node:crypto';
import { expect, type Page, request } from '@playwright/test';
import pg from 'pg';
import { FailingDisk } from '../faults/failing-disk';
import { checkLedger } from '../faults/ledger-check';
import { SmallDisk } from '../faults/small-disk';
import { actsOn, askToScale, badge, isMarked, type OwnConsole, socketsOf, test } from '../faults/test';
import { ConsoleProcess } from '../fixtures/console-process';
import { asPage } from '../fixtures/people';
import { startPostgres } from '../postgres/postgres-server.mjs';
import { ServiceScreen } from '../screens/service-screen';

const refusedFor = async (own: OwnConsole, serviceId: string, replicas: number) => {
  const { status, code, params } = await askToScale(own.api, serviceId, replicas);
  return [status, code, params?.reason];
};

/** Settles once the console takes an act, without having been restarted. */
const actsAgain = (own: OwnConsole, serviceId: string, replicas: number) =>
  expect.poll(async () => (await askToScale(own.api, serviceId, replicas)).status, { timeout: 30_000 }).toBe(202);

/** A person asks for 4 replicas, reads these words in the dialog and gives up. */
async function expectScalingResult(page: Page, words: string): Promise<void> {
  const dialog = await ServiceScreen.on(page).scale(4);
  await dialog.getByRole('button', { name: /^Scale/ }).click();
  await expect(dialog).toContainText(words);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
}

test('the disk is full: acts are refused with the reason, screens stay live, and room is all that it takes', async ({
  lab,
  ownConsole,
}) => {
  const disk = new SmallDisk(16);
  try {
    const id = await lab.service({ name: 'web', replicas: 1 });
    const own = await ownConsole(socketsOf(lab.managers()), { DATA_DIR: disk.path });
    const page = await own.window(`/services/${id}`);
    await expect(badge(page)).toHaveText(/live/i, { timeout: 30_000 });
    const { running } = ServiceScreen.on(page);
    await expect(running).toHaveText(/1\s*\/\s*1/, { timeout: 30_000 });

    disk.fill();
    await expect.poll(() => refusedFor(own, id, 5), { timeout: 30_000 }).toEqual([503, 'records_unavailable', 'full']);
    expect((await own.api.get('/readyz')).status(), 'a balancer is told').toBe(503);
    await lab.docker((await lab.leader()).name, ['service', 'scale', '--detach', 'web=2']);
    await expect(running, 'the screen lives').toHaveText(/2\s*\/\s*2/, { timeout: 30_000 });
    await expectScalingResult(page, 'Its disk is full');
    await expect(running, 'no row, no act').toHaveText(/2\s*\/\s*2/);

    disk.empty();
    await actsAgain(own, id, 3);
    await expect(running).toHaveText(/3\s*\/\s*3/, { timeout: 30_000 });
    await expect.poll(async () => (await own.api.get('/readyz')).status()).toBe(200);
    expect(await checkLedger({ DATA_DIR: disk.path })).toMatch(/\d/);
    expect(await isMarked(page), 'the page was not loaded anew').toBe(true);
    await own.process.stop();
  } finally {
    disk.dispose();
  }
});

test('the disk fails and is read-only from then on: acts are refused, screens stay live, and what was written is there', async ({
  lab,
  ownConsole,
}) => {
  const disk = new FailingDisk(32);
  try {
    const id = await lab.service({ name: 'web', replicas: 1 });
    const own = await ownConsole(socketsOf(lab.managers()), { DATA_DIR: disk.path });
    const page = await own.window(`/services/${id}`);
    const { running } = ServiceScreen.on(page);
    await expect(running).toHaveText(/1\s*\/\s*1/, { timeout: 30_000 });
    await actsAgain(own, id, 2);
    await expect(running).toHaveText(/2\s*\/\s*2/, { timeout: 30_000 });

    disk.fail();
    await expect.poll(() => refusedFor(own, id, 5), { timeout: 30_000 }).toEqual([503, 'records_unavailable', 'disk']);
    expect((await own.api.get('/readyz')).status(), 'a balancer is told').toBe(503);
    await lab.docker((await lab.leader()).name, ['service', 'scale', '--detach', 'web=3']);
    await expect(running, 'the screen lives').toHaveText(/3\s*\/\s*3/, { timeout: 30_000 });
    await expectScalingResult(page, 'Once it is mended, restart the console');

    await own.process.stop();
    disk.mend();
    await own.process.start();
    await actsAgain(own, id, 4);
    await expect(running, 'without a reload').toHaveText(/4\s*\/\s*4/, { timeout: 60_000 });
    expect(await isMarked(page), 'the page was not loaded anew').toBe(true);
    await checkLedger({ DATA_DIR: disk.path });
    await own.process.stop();
  } finally {
    disk.dispose();
  }
});

test.describe('on PostgreSQL', () => {
  let postgres: Awaited<ReturnType<typeof startPostgres>>;
  const env = () => ({ DATABASE_URL: postgres.url, AUTH_SECRET: secret });
  const secret = randomBytes(32).toString('hex');

  test.beforeEach(async () => {
    postgres = await startPostgres();
  });
  test.afterEach(async () => {
    await postgres?.end();
  });

  async function query<Row extends pg.QueryResultRow>(...statements: string[]): Promise<Row[]> {
    const client = new pg.Client({ connectionString: postgres.url });
    await client.connect();
    try {
      let rows: Row[] = [];
      for (const statement of statements) rows = (await client.query<Row>(statement)).rows;
      return rows;
    } finally {
      await client.end();
    }
  }

  const readOnly = (is: boolean) =>
    query(`ALTER SYSTEM SET default_transaction_read_only = ${is ? 'on' : 'off'}`, 'SELECT pg_reload_conf()');

  test('the database is read-only, then gone: acts are refused, open screens stay live, new ones say why', async ({
    lab,
    ownConsole,
  }) => {
    const id = await lab.service({ name: 'web', replicas: 1 });
    const own = await ownConsole(socketsOf(lab.managers()), env());
    const page = await own.window('/services');
    const row = page.getByRole('row', { name: /web/ });
    await expect(row).toContainText('1/1', { timeout: 30_000 });

    await readOnly(true);
    await expect
      .poll(() => refusedFor(own, id, 5), { timeout: 20_000 })
      .toEqual([503, 'records_unavailable', 'read_only']);
    await lab.docker((await lab.leader()).name, ['service', 'scale', '--detach', 'web=2']);
    await expect(row, 'the screen lives').toContainText('2/2', { timeout: 30_000 });
    const other = await own.window('/nodes');
    await expect(other.getByRole('row'), 'what only reads goes on').toHaveCount(6);
    await readOnly(false);
    await actsAgain(own, id, 1);

    await postgres.stop();
    await expect
      .poll(() => refusedFor(own, id, 5), { timeout: 20_000 })
      .toEqual([503, 'records_unavailable', 'unreachable']);
    await lab.docker((await lab.leader()).name, ['service', 'scale', '--detach', 'web=3']);
    await expect(row, 'the screen lives').toContainText('3/3', { timeout: 30_000 });
    await other.goto('/nodes');
    await expect(other.getByText('The console’s database does not work')).toBeVisible();
    await expect(other.getByText('Check DATABASE_URL and the database server', { exact: false })).toBeVisible();
    expect(await own.api.get('/healthz').then((answer) => answer.status())).toBe(200);

    await postgres.start();
    await actsAgain(own, id, 4);
    await other.reload();
    await expect(other.getByRole('row')).toHaveCount(6);
    await expect(row).toContainText('4/4', { timeout: 30_000 });
    expect(await isMarked(page), 'the page was not loaded anew').toBe(true);
    await expect(badge(page)).toHaveText(/live/i);
    await checkLedger({ ...env(), DATA_DIR: own.process.dataDir });
    await own.process.stop();
  });

  test('a console is stopped while it holds the lease: another takes over, and what the first one wakes up to is refused', async ({
    lab,
    ownConsole,
  }) => {
    const id = await lab.service({ name: 'web', replicas: 1 });
    const a = await ownConsole(socketsOf(lab.managers()), env());
    const holder = async () =>
      (
        await query<{ boot: string; fence: string }>(
          `SELECT holder AS boot, fence::text FROM leases WHERE name = 'outside'`,
        )
      )[0];
    const first = await expect
      .poll(async () => (await holder()) ?? null, { timeout: 30_000 })
      .not.toBeNull()
      .then(holder);
    const b = await ConsoleProcess.start(socketsOf(lab.managers()), env());
    try {
      // what is there when the watch begins is no change
      await expect
        .poll(async () => (await query<{ n: number }>('SELECT count(*)::int AS n FROM seen_objects'))[0]?.n ?? 0, {
          timeout: 30_000,
        })
        .toBeGreaterThan(0);
      process.kill(a.process.pid, 'SIGSTOP');
      await lab.docker((await lab.leader()).name, ['service', 'update', '--detach', '--label-add', 'turn=1', 'web']);
      await expect
        .poll(async () => (await holder())?.boot !== first?.boot, { timeout: 60_000, message: 'the other takes over' })
        .toBe(true);
      const api = await request.newContext({ baseURL: b.url, storageState: a.admin, extraHTTPHeaders: asPage(b.url) });
      await expect.poll(async () => (await actsOn(api, id)).length, { timeout: 30_000 }).toBe(1);
      const second = await holder();
      expect(Number(second?.fence)).toBeGreaterThan(Number(first?.fence));

      process.kill(a.process.pid, 'SIGCONT');
      await lab.docker((await lab.leader()).name, ['service', 'update', '--detach', '--label-add', 'turn=2', 'web']);
      await expect.poll(async () => (await actsOn(api, id)).length, { timeout: 30_000 }).toBe(2);
      await expect.poll(() => a.process.lines.some((line) => line.includes('a lease was lost'))).toBe(true);
      expect(
        (await actsOn(api, id)).map(({ state }) => state),
        'each once',
      ).toEqual(['observed', 'observed']);
      expect((await holder())?.boot, 'who came back does not push the other out').toBe(second?.boot);
      await api.dispose();
      await checkLedger({ ...env(), DATA_DIR: a.process.dataDir });
    } finally {
      process.kill(a.process.pid, 'SIGCONT');
      await b.dispose();
      await a.process.stop();
    }
  });
});
