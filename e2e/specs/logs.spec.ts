import { readFile } from 'node:fs/promises';
import { expect, type Locator } from '@playwright/test';
import { asPage } from '../fixtures/people';
import { test } from '../fixtures/test';
import { LogScreen } from '../screens/log-screen';
import { behaviour } from '../swarm/behaviour';

/** The highest "line N" in sight. */
const lastNumber = async (lines: Locator) => {
  const texts = await lines.locator('[data-channel]').allTextContents();
  return Math.max(0, ...texts.map((text) => Number(/line (\d+)/.exec(text)?.[1] ?? 0)));
};

/** "11-21 08:03:09.123 line 5", whether it was copied or downloaded. (The browser's zone is UTC.) */
const momentAndText = (line: string): string =>
  line.replace(/^(?:\d{4}-)?(\d\d-\d\d)[T ](\d\d:\d\d:\d\d\.\d{3})\S* \S+ (?:[E-] )?/, '$1 $2 ');

test('an operator follows a service, scrolls back, searches and pauses', async ({ lab, pageOf }) => {
  await lab.service({ name: 'chat', replicas: 2, behaviour: behaviour.logs(5) });
  await lab.untilRunning('chat', 2);
  const screen = await LogScreen.open(await pageOf('operator'), 'chat');
  const { page } = screen;
  await expect(screen.state).toHaveText('Following');
  await expect(screen.lines).toContainText('chat.1');
  await expect(screen.lines).toContainText('chat.2');
  await expect.poll(() => lastNumber(screen.lines), { message: 'new lines come by themselves' }).toBeGreaterThan(60);

  // what went to stderr is marked, and can be had alone
  await expect(screen.lines.locator('[data-channel=stderr]').first()).toContainText('err');
  await page.getByRole('button', { name: 'Filter' }).click();
  await page.getByLabel('Only stderr').check();
  await page.keyboard.press('Escape');
  await expect(screen.lines.locator('[data-channel=stdout]')).toHaveCount(0);
  await expect(screen.end).toContainText('an error');
  await page.getByRole('button', { name: 'Filtered' }).click();
  await page.getByRole('button', { name: 'Show everything' }).click();
  await page.keyboard.press('Escape');

  // who reads what was is not pulled away from it
  await screen.lines.hover();
  await page.mouse.wheel(0, -4000);
  const toEnd = page.getByRole('button', { name: /\d+ new lines?/ });
  await expect(toEnd).toBeVisible();
  const top = await screen.lines.evaluate((element) => element.scrollTop);
  await expect(toEnd).toHaveText(/\d{2,} new lines/);
  expect(await screen.lines.evaluate((element) => element.scrollTop)).toBe(top);
  await toEnd.click();
  await expect(toEnd).toHaveCount(0);

  // paused, the page stands still and the lines wait
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(screen.state).toHaveText(/Paused, \d+ lines wait/);
  const before = await lastNumber(screen.lines);
  await expect(screen.state).toHaveText(/\d{2,} lines wait/);
  expect(await lastNumber(screen.lines)).toBe(before);
  await page.getByRole('button', { name: 'Resume' }).click();
  await expect.poll(() => lastNumber(screen.lines)).toBeGreaterThan(before);

  // lines that match are counted and gone through
  const count = await screen.search('line 30, an error');
  await expect(count, 'one of each task').toHaveText('2 lines');
  await page.keyboard.press('Enter');
  await expect(count).toHaveText('1 of 2 lines');
  await expect(screen.lines.locator('mark').first()).toHaveText('line 30, an error');
  await page.keyboard.press('Enter');
  await expect(count).toHaveText('2 of 2 lines');
});

test('a node dies: it is named, the others go on, nothing comes twice and nothing is missing', async ({
  lab,
  page,
}) => {
  await lab.service({
    name: 'chat',
    mode: 'global',
    behaviour: behaviour.logs(4),
    options: ['--constraint', 'node.role==worker'],
  });
  await lab.untilRunning('chat', 2);
  const screen = await LogScreen.open(page, 'chat');
  await expect(screen.lines).toContainText('chat@w1');
  await expect(screen.lines).toContainText('chat@w2');
  await lab.powerOff('w2');
  await expect(page.getByText('Node w2 cannot be read')).toBeVisible({ timeout: 40_000 });
  const then = await lastNumber(screen.lines);
  await expect.poll(() => lastNumber(screen.lines), { message: 'w1 is still heard' }).toBeGreaterThan(then);
  await lab.powerOn('w2');
  await expect(page.getByText('Node w2 cannot be read')).toHaveCount(0, { timeout: 40_000 });
  await expect(screen.lines, 'its new task is there').toContainText(/chat@w2·/, { timeout: 40_000 });

  // what the screen holds is what the engine has, each line once
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: 'Copy or download' }).click();
  await page.getByRole('menuitem', { name: /Copy lines/ }).click();
  const held = (await page.evaluate(() => navigator.clipboard.readText())).split('\n').map(momentAndText);
  await page.getByRole('button', { name: 'Copy or download' }).click();
  const saved = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: /Download/ }).click();
  const file = (await readFile(await (await saved).path(), 'utf8')).trim().split('\n').map(momentAndText);
  const moments = file.map((line) => line.slice(0, 18));
  expect([...moments].sort(), 'the file is in order of time').toEqual(moments);
  const last = [...held].sort().at(-1) ?? '';
  const due = file.filter((line) => line < last.slice(0, 18));
  expect(
    due.filter((line) => !held.includes(line)),
    'none is missing',
  ).toEqual([]);
  expect(
    held.filter((line) => !file.includes(line)),
    'none is made up',
  ).toEqual([]);
  expect(held.length - new Set(held).size, 'none comes twice').toBe(file.length - new Set(file).size);
});

test('the leader dies: the logs reconnect by themselves and go on without a gap', async ({ lab, page }) => {
  await lab.service({
    name: 'chat',
    replicas: 1,
    behaviour: behaviour.logs(4),
    options: ['--constraint', 'node.role==worker'],
  });
  await lab.untilRunning('chat', 1);
  const screen = await LogScreen.open(page, 'chat');
  await expect(screen.state).toHaveText('Following');
  await lab.powerOff((await lab.leader()).name);
  await expect(screen.state).toHaveText('Reconnecting', { timeout: 30_000 });
  await expect(screen.state).toHaveText('Following', { timeout: 60_000 });
  const then = await lastNumber(screen.lines);
  await expect.poll(() => lastNumber(screen.lines), { timeout: 30_000 }).toBeGreaterThan(then + 8);
  const count = await screen.search('line ');
  await page.keyboard.press('Tab');
  // "line N" for each N and nothing twice: as many lines as the highest number
  await page.getByRole('button', { name: 'Pause' }).click();
  const counted = async () => Number.parseInt((await count.textContent())?.replaceAll(',', '') ?? '', 10);
  await expect.poll(async () => (await counted()) - (await lastNumber(screen.lines))).toBe(0);
});

test('a viewer is told who may read logs, and gets none', async ({ lab, pageOf }) => {
  await lab.service({ name: 'chat', behaviour: behaviour.logs(1) });
  await lab.untilRunning('chat', 1);
  const page = await pageOf('viewer');
  await page.goto('/services');
  await page.getByRole('link', { name: 'chat', exact: true }).click();
  await page.getByRole('link', { name: 'Logs', exact: true }).first().click();
  await expect(page.getByText(/requires the role Operator/)).toBeVisible();
  const id = new URL(page.url()).pathname.split('/')[2];
  expect((await page.request.get(`/api/v1/services/${id}/logs`, { headers: asPage(page.url()) })).status()).toBe(403);
});

test('an update: what the old tasks wrote and what the new ones write are told apart', async ({ lab, page }) => {
  await lab.service({ name: 'chat', replicas: 1, behaviour: behaviour.logs(2) });
  await lab.untilRunning('chat', 1);
  const screen = await LogScreen.open(page, 'chat');
  await expect(screen.lines).toContainText('line 4');
  await lab.docker((await lab.leader()).name, ['service', 'update', '--detach', '--image', 'app:2', 'chat']);
  await expect(screen.lines.getByText('old', { exact: true }).first()).toBeVisible({ timeout: 30_000 });
  await expect(screen.lines).toContainText('version 2', { timeout: 30_000 });
  await page.getByRole('button', { name: 'Filter' }).click();
  await page.getByLabel('Service version').selectOption('current');
  await page.keyboard.press('Escape');
  await expect(screen.lines.getByText('old', { exact: true })).toHaveCount(0);
  await expect(screen.lines).toContainText('version 2');
});
