import { randomBytes } from 'node:crypto';
import { type BrowserContext, expect, type Page, request } from '@playwright/test';
import { ConsoleProcess } from '../fixtures/console-process';
import { Forwarder } from '../fixtures/forwarder';
import { test } from '../fixtures/lab';
import { MuteEngine } from '../fixtures/mute-engine';
import { asPage, carrySession, claimLink } from '../fixtures/people';
import { startPostgres } from '../postgres/postgres-server.mjs';
import type { Lab } from '../swarm/lab';

/** Two consoles on one swarm and one PostgreSQL, each with a feed of its own: what the replicas of a stack are. */
let postgres: Awaited<ReturnType<typeof startPostgres>>;
let a: ConsoleProcess;
let b: ConsoleProcess;
let engineOfA: MuteEngine;
let admin: Awaited<ReturnType<BrowserContext['storageState']>>;

test.beforeAll(async ({ lab }) => {
  postgres = await startPostgres();
  const env = { DATABASE_URL: postgres.url, AUTH_SECRET: randomBytes(32).toString('hex') };
  const leader = await lab.leader();
  const [other, ...rest] = lab.managers().filter(({ name }) => name !== leader.name);
  const sockets = (nodes: { socket: string }[]) => nodes.map(({ socket }) => `unix://${socket}`);
  engineOfA = new MuteEngine(other?.socket ?? '');
  a = await ConsoleProcess.start(sockets([engineOfA]), env);
  admin = await claimLink(a.url, a.setUpLink, 'Ada');
  b = await ConsoleProcess.start(sockets([leader, ...rest]), env);
});
test.afterAll(async () => {
  await a?.dispose();
  await b?.dispose();
  engineOfA?.close();
  await postgres?.end();
});

const marked = (page: Page) => page.evaluate(() => 'marker' in window);
const mark = (page: Page) => page.evaluate(() => Object.assign(window, { marker: true }));

/** A window of Ada's, with the session that she has; it is as good on either console. */
async function windowOf(context: BrowserContext, url: string): Promise<Page> {
  await carrySession(context, admin);
  const page = await context.newPage();
  await page.goto(url);
  return page;
}

/** The API of one console with Ada's session. */
const apiOf = ({ url }: ConsoleProcess) =>
  request.newContext({ baseURL: url, storageState: admin, extraHTTPHeaders: asPage(url) });

/** Ada's act on a service as the activity tells it. */
const actOn = (page: Page, service: string) =>
  page.getByRole('row').filter({ hasText: 'Ada' }).filter({ hasText: service });

/** Asks one console for an act; settles when it answers. */
async function scale(lab: Lab, deck: ConsoleProcess, serviceId: string, replicas: number): Promise<number> {
  const version = await lab.docker((await lab.leader()).name, [
    ...['service', 'inspect', '--format', '{{.Version.Index}}', serviceId],
  ]);
  const api = await apiOf(deck);
  const data = { replicas, version: Number(version) };
  const answer = await api.post(`/api/v1/services/${serviceId}/scale`, { data });
  await api.dispose();
  return answer.status();
}

test('a browser that is moved to another console goes on where it was', async ({ lab, context }) => {
  await lab.service({ name: 'web', replicas: 2 });
  const balancer = await Forwarder.to(a.url);
  const page = await windowOf(context, `${balancer.url}/services`);
  const row = page.getByRole('row', { name: /web/ });
  await expect(row).toContainText('2/2', { timeout: 30_000 });
  await mark(page);

  balancer.lead(b.url);
  await lab.docker((await lab.leader()).name, ['service', 'scale', '--detach', 'web=3']);
  await expect(row, 'the other console tells what changes').toContainText('3/3', { timeout: 30_000 });
  await row.getByRole('link', { name: 'web' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'web' })).toBeVisible();
  balancer.lead(a.url);
  await expect(page.getByRole('banner').getByRole('status').first()).toHaveText(/live/i);
  expect(await marked(page), 'the page was not loaded anew').toBe(true);
  balancer.close();
});

test('an act through one console is told at the other while it happens', async ({ lab, context }) => {
  const id = await lab.service({ name: 'web', replicas: 1 });
  const page = await windowOf(context, `${b.url}/activity`);
  await expect(page.getByRole('banner').getByRole('status').first()).toHaveText(/live/i);
  await mark(page);
  expect(await scale(lab, a, id, 3)).toBe(202);
  const act = actOn(page, 'web');
  await expect(act).toBeVisible({ timeout: 5000 });
  await expect(act).toContainText(/converged|done/i, { timeout: 30_000 });
  expect(await marked(page), 'the page was not loaded anew').toBe(true);
});

test('an act whose console is killed in the middle of it is settled by the other', async ({ lab, context }) => {
  const id = await lab.service({ name: 'halfway', replicas: 1 });
  const page = await windowOf(context, `${b.url}/activity`);
  await expect(page.getByRole('banner').getByRole('status').first()).toHaveText(/live/i);
  const act = actOn(page, 'halfway');
  engineOfA.isMute = true;
  const answer = scale(lab, a, id, 4).catch(() => 'none');
  await expect(act, 'it is written down before it is sent').toBeVisible({ timeout: 20_000 });
  await lab.untilRunning('halfway', 4);
  await a.stop('SIGKILL');
  engineOfA.isMute = false;
  expect(await answer).toBe('none');
  await expect(act, 'the other console finds out what became of it').toContainText(
    'Applied, but no response was received',
    {
      timeout: 120_000,
    },
  );
  await a.start();
});

test('a sign-out on one console closes what is open on the other at once', async ({ context }) => {
  const page = await windowOf(context, `${b.url}/services`);
  await expect(page.getByRole('banner').getByRole('status').first()).toHaveText(/live/i);
  const api = await apiOf(a);
  expect((await api.delete('/api/v1/session', { data: {} })).ok()).toBe(true);
  await expect(page.getByText(/your session has ended/i), 'sooner than the next look at all sessions').toBeVisible({
    timeout: 5000,
  });
});
