import { expect } from '@playwright/test';
import { ConsoleProcess } from '../fixtures/console-process';
import { claimLink } from '../fixtures/people';
import { test } from '../fixtures/test';

test('a service that does not exist is said not to', async ({ page }) => {
  await page.goto('/services/0123456789abcdefghijklmno');
  await expect(page.getByRole('heading', { level: 1 })).toContainText(/service not found/i);
});

test('Ctrl-K leads to a service and to an action on it, which still has to be confirmed', async ({ lab, page }) => {
  await lab.service({ name: 'web', replicas: 2 });
  await lab.untilRunning('web', 2);
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('scale web');
  await expect(page.getByRole('option', { name: /Scale: web/ })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  const scale = page.getByRole('dialog', { name: 'Scale web' });
  await expect(scale).toContainText('Now 2');
  await expect(page).not.toHaveURL(/do=/);
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
});

test('while the console is away a link stays on the page with its last state', async ({ browser, lab }) => {
  await lab.service({ name: 'web', replicas: 2 });
  await lab.untilRunning('web', 2);
  const deck = await ConsoleProcess.start(lab.managers().map((node) => `unix://${node.socket}`));
  try {
    const storageState = await claimLink(deck.url, deck.setUpLink, 'Ada');
    const context = await browser.newContext({ baseURL: deck.url, storageState, locale: 'en-US' });
    const page = await context.newPage();
    await page.goto('/services');
    await expect(page.getByRole('row', { name: /web/ })).toContainText('2/2');
    await deck.stop('SIGKILL');
    const banner = page.getByRole('alert').filter({ hasText: 'Connection to the console lost' });
    await expect(banner).toBeVisible();
    await page.getByRole('link', { name: 'Nodes' }).click();
    await expect(banner).toContainText('This link opens once the console responds again');
    await expect(page.getByRole('row', { name: /web/ })).toContainText('2/2');
    await expect(page).toHaveURL(/\/services$/);
    await context.close();
  } finally {
    await deck.dispose();
  }
});
