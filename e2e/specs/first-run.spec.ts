import { expect, type Page, test } from '@playwright/test';
import { ConsoleProcess } from '../fixtures/console-process';
import { claimLink, PASSWORD } from '../fixtures/people';

/** These need no swarm: a console is made ready, and told what to connect to, before there is one. */
let deck: ConsoleProcess;
test.beforeEach(async () => {
  deck = await ConsoleProcess.start(['unix:///nowhere/docker.sock']);
});
test.afterEach(() => deck.dispose());

async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  const answered = page.waitForResponse('**/api/v1/session');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await answered;
}

test('the first person comes by the one-time link, which then is worth nothing', async ({ page, browser }) => {
  await page.goto(deck.url);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page, 'without the link nobody gets further').not.toHaveURL(`${deck.url}/`);

  await page.goto(deck.setUpLink);
  await page.getByLabel('Name').fill('Ada');
  await page.getByLabel('E-mail').fill('ada@example.org');
  await page.getByLabel('Password', { exact: true }).fill('short');
  await page.getByRole('button', { name: /create account/i }).click();
  await expect(page.getByText(/at least 12 characters/i)).toBeVisible();
  await expect(page.getByLabel('Name'), 'what was typed is kept').toHaveValue('Ada');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: /create account/i }).click();
  await expect(page).toHaveURL(`${deck.url}/`);

  const stranger = await browser.newPage();
  await stranger.goto(deck.setUpLink);
  await expect(stranger.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(stranger.getByText('This link is no longer valid')).toBeVisible();
  await expect(stranger.getByRole('button', { name: /create account/i })).toHaveCount(0);
  await stranger.close();
});

test('a wrong password is told without telling whether the account is there', async ({ page }) => {
  await claimLink(deck.url, deck.setUpLink, 'Ada');
  await page.goto(`${deck.url}/sign-in`);
  for (const email of ['ada@example.org', 'nobody@example.org']) {
    await signIn(page, email, 'wrong-wrong-wrong');
    await expect(page.getByRole('main').getByRole('alert')).toContainText(/e-mail or password/i);
  }
  await signIn(page, 'ada@example.org', PASSWORD);
  await expect(page).toHaveURL(`${deck.url}/`);
});

test('without an engine the console says what it tried and how to connect', async ({ page }) => {
  await claimLink(deck.url, deck.setUpLink, 'Ada');
  await page.goto(`${deck.url}/sign-in`);
  await signIn(page, 'ada@example.org', PASSWORD);
  await expect(page.getByText('unix:///nowhere/docker.sock').first()).toBeVisible();
  await expect(page.getByText(/SWARM_MANAGERS/).first()).toBeVisible();
});
