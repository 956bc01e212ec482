import { readFileSync } from 'node:fs';
import { expect } from '@playwright/test';
import { test } from '../fixtures/test';
import { ServiceScreen } from '../screens/service-screen';

test('what somebody does with docker appears in the activity by itself, with its diff, and ours is not told twice', async ({
  lab,
  page,
}) => {
  await lab.service({ name: 'outside', replicas: 1 });
  await lab.untilRunning('outside', 1);
  await page.goto('/activity?kind=service&name=outside');
  const list = page.getByRole('table', { name: 'Activity' });
  await expect(list.getByText('Created externally')).toBeVisible();
  await lab.docker('m1', [
    'service',
    'update',
    '-d',
    '--label-add',
    'tier=front',
    '--env-add',
    'TOKEN=canary-9',
    'outside',
  ]);
  const change = list.getByRole('link', { name: 'Changed externally' });
  await expect(change).toBeVisible();
  await change.click();
  await expect(page.getByText('Change detected')).toBeVisible();
  await expect(page.getByText('front')).toBeVisible();
  await expect(page.getByText('TOKEN')).toBeVisible();
  await expect(page.locator('body')).not.toContainText('canary-9');

  const screen = await ServiceScreen.open(page, 'outside');
  const dialog = await screen.scale(2);
  await dialog.getByRole('button', { name: /^Scale/ }).click();
  await lab.untilRunning('outside', 2);
  await page.goto('/activity?kind=service&name=outside');
  await expect(list.getByText('Scale', { exact: true })).toHaveCount(1);
  await lab.docker('m1', ['service', 'update', '-d', '--label-add', 'last=1', 'outside']);
  await expect(list.getByText('Changed externally')).toHaveCount(2);
});

test('any two revisions are compared, and a note is kept with one', async ({ lab, page }) => {
  await lab.service({ name: 'web', replicas: 1 });
  await lab.untilRunning('web', 1);
  await ServiceScreen.open(page, 'web');
  await page.getByRole('tab', { name: 'Revisions' }).click();
  // One at a time: two between two looks are one revision.
  for (const [label, number] of [
    ['a=1', '#2'],
    ['b=2', '#3'],
  ] as const) {
    await lab.docker('m1', ['service', 'update', '-d', '--label-add', label, 'web']);
    await expect(page.getByText(number, { exact: true }).first()).toBeVisible({ timeout: 30_000 });
  }
  await page.getByRole('button', { name: 'Compare' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('From').selectOption('1');
  await dialog.getByLabel('To', { exact: true }).selectOption('3');
  const changes = dialog.getByRole('list', { name: 'Changed fields' }).getByRole('listitem');
  await expect(changes).toHaveText([/^\+Label\s*a.*1$/, /^\+Label\s*b.*2$/]);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Add a note to #3' }).click();
  await page.getByRole('dialog').getByLabel('Note').fill('made for the fair');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('made for the fair')).toBeVisible();
});

test('a crash loop is pointed out with the revision that it began with, beyond what the swarm remembers', async ({
  lab,
  page,
}) => {
  await lab.service({ name: 'web', replicas: 1, options: ['--restart-delay', '200ms'] });
  await lab.untilRunning('web', 1);
  await ServiceScreen.open(page, 'web');
  await lab.docker('m1', [
    'service',
    'update',
    '-d',
    '--update-failure-action',
    'continue',
    '--image',
    'app:broken',
    'web',
  ]);
  await page.getByRole('tab', { name: 'History' }).click();
  await expect(page.getByText('Tasks keep crashing')).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText(/It began with revision #2 \(app:broken\)/)).toBeVisible();
  const rows = page.getByRole('table', { name: 'Tasks in this time' }).getByRole('row');
  await expect.poll(() => rows.count(), { timeout: 60_000 }).toBeGreaterThan(8);
  await expect(page.getByRole('img', { name: /over time/ })).toBeVisible();
  await page.getByRole('button', { name: 'Slot: Every slot' }).click();
  await page.getByRole('option', { name: 'Slot 1', exact: true }).click();
  await expect(page).toHaveURL(/tab=history&slot=1$/);
  await page.reload();
  await expect(page.getByRole('button', { name: 'Slot: Slot 1' }), 'the address keeps it').toBeVisible();
  await expect.poll(() => rows.count()).toBeGreaterThan(8);
});

test('the activity is filtered by the address and exported as a file', async ({ lab, page }) => {
  await lab.service({ name: 'web', replicas: 1 });
  await page.goto('/activity');
  const list = page.getByRole('table', { name: 'Activity' });
  await expect(list.getByText('Created externally').first()).toBeVisible();
  await page.getByLabel('Action', { exact: true }).selectOption('outside');
  await expect(page).toHaveURL(/action=outside/);
  await expect(list.getByText('Account created')).toHaveCount(0);
  await page.reload();
  await expect(list.getByText('Created externally').first()).toBeVisible();
  const coming = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: 'As CSV, for spreadsheets' }).click();
  const download = await coming;
  expect(download.suggestedFilename()).toMatch(/^swarmdeck-activity-.*\.csv$/);
  const text = readFileSync(await download.path(), 'utf8');
  expect(text.split('\r\n')[0]).toContain('id,ledger_row,opened_at,by');
  expect(text).toContain('outside.created');
  expect(text).not.toContain('setup.claim');
});
