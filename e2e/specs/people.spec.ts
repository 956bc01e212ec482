import { createHmac } from 'node:crypto';
import { get } from 'node:http';
import { type Browser, expect, type Page } from '@playwright/test';
import type { Role } from '../../lib/domain/access/roles';
import { Forwarder } from '../fixtures/forwarder';
import { asPage, invite, PASSWORD, prove } from '../fixtures/people';
import { type Deck, test } from '../fixtures/test';

/** What an authenticator app shows for this secret. (RFC 6238) */
function totpOf(secret: string, at: number): string {
  const bits = [...secret].map((letter) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'),
  );
  const key = Buffer.from((bits.join('').match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const digest = createHmac('sha1', key).update(counter).digest();
  const offset = (digest.at(-1) ?? 0) & 15;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

const fillIn = async (page: Page, email: string) => {
  await page.goto('/sign-in');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
};

async function signIn(browser: Browser, url: string, email: string): Promise<Page> {
  const context = await browser.newContext({
    baseURL: url,
    locale: 'en-US',
    storageState: { cookies: [], origins: [] },
  });
  const page = await context.newPage();
  await fillIn(page, email);
  return page;
}

/** A window of somebody who is there for this spec alone, so that a new password or second factor of theirs meets no other. */
async function windowOf(browser: Browser, deck: Deck, role: Role, name: string): Promise<Page> {
  const storageState = await invite(deck.url, await deck.signedIn('admin'), role, name);
  const context = await browser.newContext({ baseURL: deck.url, locale: 'en-US', storageState });
  return context.newPage();
}

const actOn = async (page: Page, name: string, act: string) => {
  await page.getByRole('button', { name: `Actions on ${name}` }).click();
  await page.getByRole('menuitem', { name: act, exact: true }).click();
};

// Ada may have signed in longer ago than what raises access allows: this console has served other specs.
test.beforeEach(({ context, deck }) => prove(context.request, deck.url));

test('somebody is invited, given another role while they look on, and shut out', async ({
  browser,
  page,
  deck,
  lab,
}) => {
  await lab.service({ name: 'web', replicas: 1 });
  await page.goto('/settings/people');
  await page.getByRole('button', { name: 'Invite somebody' }).click();
  await page.getByLabel('For whom').fill('Nia of the night shift');
  await page.getByRole('button', { name: 'Create link' }).click();
  const link = (await page.locator('code', { hasText: '/set-up#' }).textContent()) ?? '';
  await page.getByRole('button', { name: 'I have saved it' }).click();
  await expect(page.getByText('Open links')).toBeVisible();
  await expect(page.getByText('Nia of the night shift')).toBeVisible();

  const theirs = await browser.newContext({ locale: 'en-US', storageState: { cookies: [], origins: [] } });
  const nia = await theirs.newPage();
  await nia.goto(link.trim());
  await nia.getByLabel('Name').fill('Nia');
  await nia.getByLabel('E-mail').fill('nia@example.org');
  await nia.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await nia.getByRole('button', { name: 'Create account' }).click();
  await nia.getByRole('link', { name: 'Services' }).click();
  // The overview names services too.
  await expect(nia.getByRole('heading', { level: 1, name: 'Services' })).toBeVisible();
  await nia.getByRole('link', { name: 'web', exact: true }).click();
  await expect(nia.getByRole('button', { name: 'Scale', exact: true })).toBeDisabled();
  await expect(page.getByRole('row', { name: /Nia/ }), 'who came is there without asking').toContainText('Viewer');

  await nia.evaluate(() => Object.assign(window, { stayed: true }));
  await actOn(page, 'Nia', 'Change role');
  await page.getByRole('dialog').getByLabel('Role').selectOption('operator');
  await page.getByRole('button', { name: 'Change role', exact: true }).click();
  await expect(nia.getByRole('button', { name: 'Scale', exact: true })).toBeEnabled();
  expect(await nia.evaluate(() => 'stayed' in window), 'the page was not loaded anew').toBe(true);

  await actOn(page, 'Nia', 'Disable');
  await page.getByRole('button', { name: 'Disable', exact: true }).click();
  await expect(nia.getByRole('main').getByText('You are signed out')).toBeVisible();
  await expect(page.getByRole('row', { name: /Nia/ })).toContainText('Disabled');
  const refused = await signIn(browser, deck.url, 'nia@example.org');
  await expect(refused.getByText('Wrong e-mail or password')).toBeVisible();

  await page.goto('/activity');
  for (const act of ['Invitation created', 'Account created', 'Role changed', 'Account disabled'])
    await expect(page.getByRole('link', { name: act }).first()).toBeVisible();
  await page.getByRole('link', { name: 'Role changed' }).first().click();
  const changed = page.getByRole('list', { name: 'Changed fields' });
  await expect(changed, 'the record tells the role before and after').toContainText(/Role.*Viewer.*Operator/);
});

test('a list that cannot be read says so and does not look empty', async ({ page }) => {
  for (const [path, asked, there] of [
    ['/settings/people', '**/api/v1/people', 'ada@example.org'],
    ['/settings/tokens', '**/api/v1/tokens?*', 'No tokens'],
    ['/settings/account', '**/api/v1/account', 'ada@example.org'],
  ] as const) {
    await page.route(asked, (route) => route.abort());
    await page.goto(path);
    const again = page.getByRole('button', { name: 'Try again' });
    await expect(again, path).toBeVisible();
    await expect(page.getByText(there)).toHaveCount(0);
    await page.unroute(asked);
    await again.click();
    await expect(page.getByText(there).first()).toBeVisible();
  }
});

test('what opens access asks who is at the screen, and goes on once they have proved it', async ({ page }) => {
  let asked = 0;
  // the console as it is ten minutes after the sign-in
  await page.route('**/api/v1/people/invitations', async (route) => {
    if (route.request().method() !== 'POST' || asked > 0) return route.fallback();
    asked += 1;
    const body = { code: 'proof_needed', params: {}, engineText: null };
    return route.fulfill({ status: 403, contentType: 'application/problem+json', body: JSON.stringify(body) });
  });
  await page.goto('/settings/people');
  await page.getByRole('button', { name: 'Invite somebody' }).click();
  await page.getByRole('button', { name: 'Create link' }).click();
  const proof = page.getByRole('dialog', { name: 'Confirm it is you' });
  await proof.getByLabel('Your password').fill('not-the-password');
  await proof.getByRole('button', { name: 'Confirm' }).click();
  await expect(proof.getByText('Wrong password')).toBeVisible();
  await proof.getByLabel('Your password').fill(PASSWORD);
  await proof.getByRole('button', { name: 'Confirm' }).click();
  await expect(page.locator('code', { hasText: '/set-up#' })).toBeVisible();
});

test('a cookie alone opens nothing: other ports of this host are sent it too', async ({ page, deck, browser }) => {
  const bare = await browser.newContext({ baseURL: deck.url, storageState: { cookies: [], origins: [] } });
  await bare.addCookies(await page.context().cookies());
  const answer = await bare.request.get('/api/v1/people', { headers: { origin: deck.url } });
  expect(answer.status()).toBe(401);
  const thief = await bare.newPage();
  await thief.goto('/');
  await expect(thief.getByRole('main').getByText('You are signed out')).toBeVisible();
  await bare.close();
});

test('the last admin stays one, and nobody can shut themselves out', async ({ page, deck }) => {
  await page.goto('/settings/people');
  await actOn(page, 'Ada', 'Change role');
  await page.getByRole('dialog').getByLabel('Role').selectOption('viewer');
  await page.getByRole('button', { name: 'Change role', exact: true }).click();
  await expect(page.getByText('This is the last admin')).toBeVisible();
  const me = (await (await page.request.get('/api/v1/session', { headers: asPage(deck.url) })).json()) as {
    principal: { id: string };
  };
  const self = await page.request.post(`/api/v1/people/${me.principal.id}/disable`, {
    headers: asPage(deck.url),
    data: {},
  });
  expect([self.status(), ((await self.json()) as { code: string }).code]).toEqual([409, 'not_yourself']);
});

test('a second factor is set up, asked for at the sign-in, and taken away by an admin', async ({
  browser,
  page,
  deck,
}) => {
  const lea = await windowOf(browser, deck, 'lead', 'Leonie');
  await lea.goto('/settings/account');
  await lea.getByRole('button', { name: 'Set up' }).click();
  await lea.getByRole('button', { name: 'Continue' }).click();
  const secret = ((await lea.getByRole('dialog').locator('code').first().textContent()) ?? '').trim();
  await lea.getByLabel('Code from the app').fill(totpOf(secret, Date.now() + 3_600_000));
  await lea.getByRole('button', { name: 'Turn on' }).click();
  await expect(lea.getByText('Wrong code')).toBeVisible();
  await lea.getByLabel('Code from the app').fill(totpOf(secret, Date.now()));
  await lea.getByRole('button', { name: 'Turn on' }).click();
  const codes = lea.getByRole('dialog').getByText(/^[a-z2-9]{5}-[a-z2-9]{5}$/);
  await expect(codes).toHaveCount(10);
  const recovery = ((await codes.first().textContent()) ?? '').trim();
  await lea.getByRole('button', { name: 'I have saved it' }).click();
  await expect(lea.getByText('Asked for at every sign-in')).toBeVisible();

  const byApp = await signIn(browser, deck.url, 'leonie@example.org');
  await byApp.getByLabel('Code').fill('000000');
  await byApp.getByRole('button', { name: 'Continue' }).click();
  await expect(byApp.getByText('Wrong code')).toBeVisible();
  // the code that set it up does not sign in once more; the next one is good already
  await byApp.getByLabel('Code').fill(totpOf(secret, Date.now() + 30_000));
  await byApp.getByRole('button', { name: 'Continue' }).click();
  await expect(byApp.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();

  const byPaper = await signIn(browser, deck.url, 'leonie@example.org');
  await byPaper.getByLabel('Code').fill(recovery);
  await byPaper.getByRole('button', { name: 'Continue' }).click();
  await expect(byPaper.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
  await byPaper.goto('/settings/account');
  await expect(byPaper.getByText('9 recovery codes are left.')).toBeVisible();

  await page.goto('/settings/people');
  await actOn(page, 'Leonie', 'Remove second factor');
  await page.getByRole('button', { name: 'Remove second factor', exact: true }).click();
  const again = await signIn(browser, deck.url, 'leonie@example.org');
  await expect(again.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
});

test('a token does what it was made for, where it was made for, until it is ended', async ({ lab, page, deck }) => {
  const web = await lab.service({ name: 'web', replicas: 1 });
  const other = await lab.service({ name: 'other', replicas: 1 });
  await page.goto('/settings/tokens');
  await page.getByRole('button', { name: 'Create token' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('Name').fill('deploy from CI');
  await form.getByLabel('Scale services').check();
  await form.getByText('Some services or stacks').click();
  await form.getByLabel('web', { exact: true }).check();
  await form.getByRole('button', { name: 'Create token' }).click();
  const secret = ((await page.getByRole('dialog').locator('code', { hasText: 'swd_' }).textContent()) ?? '').trim();
  await page.getByRole('button', { name: 'I have saved it' }).click();

  const ask = async (path: string, body?: object) => {
    const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' };
    const answer = await fetch(`${deck.url}/api/v1${path}`, {
      headers,
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
    });
    const answered = (await answer.json().catch(() => ({}))) as { code?: string; operationId?: string };
    return { status: answer.status, ...answered };
  };
  const idOf = (service: unknown) => (typeof service === 'string' ? service : (service as { id: string }).id);
  const preview = await page.request.get(`/api/v1/services/${idOf(web)}/scale?replicas=2`, {
    headers: asPage(deck.url),
  });
  const { version } = (await preview.json()) as { version: number };
  const scaled = await ask(`/services/${idOf(web)}/scale`, { replicas: 2, version });
  expect(scaled.status).toBe(202);
  expect(await ask(`/services/${idOf(other)}/scale`, { replicas: 2, version })).toMatchObject({
    status: 403,
    code: 'token_scope',
  });
  expect(await ask(`/services/${idOf(web)}/update`, { change: { force: true }, version })).toMatchObject({
    status: 403,
  });
  expect(await ask('/people')).toMatchObject({ status: 403, code: 'token_scope' });
  expect(await ask('/account')).toMatchObject({ status: 403, code: 'token_scope' });

  await page.goto(`/activity/${scaled.operationId}`);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Scale');
  await page.goto('/settings/tokens');
  await expect(page.getByRole('row', { name: /deploy from CI/ })).not.toContainText('Never');
  await page.getByRole('button', { name: 'Revoke: deploy from CI' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke', exact: true }).click();
  await expect(page.getByRole('row', { name: /deploy from CI/ })).toContainText('Revoked');
  expect(await ask(`/services/${idOf(web)}/scale`, { replicas: 1, version })).toMatchObject({
    status: 401,
    code: 'token_invalid',
  });
});

test('a new password ends the other sessions; the choice of language comes along to the next browser', async ({
  browser,
  deck,
}) => {
  const here = await windowOf(browser, deck, 'operator', 'Oskar');
  const elsewhere = await signIn(browser, deck.url, 'oskar@example.org');
  await expect(elsewhere.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
  await here.goto('/settings/account');
  await expect(here.getByText('This session')).toBeVisible();
  await here.getByRole('button', { name: 'Change password' }).click();
  await here.getByLabel('Current password').fill('not-the-password');
  await here.getByLabel('New password').fill(PASSWORD);
  const change = here.getByRole('dialog').getByRole('button', { name: 'Change password' });
  await change.click();
  await expect(here.getByText('Wrong password')).toBeVisible();
  await here.getByLabel('Current password').fill(PASSWORD);
  await change.click();
  await expect(here.getByText('Your other sessions have ended')).toBeVisible();
  await expect(elsewhere.getByRole('main').getByText('You are signed out')).toBeVisible();

  await here.getByRole('combobox', { name: 'Language' }).selectOption('zh-CN');
  await expect(here.getByRole('heading', { level: 1, name: '您的账户' })).toBeVisible();
  const next = await signIn(browser, deck.url, 'oskar@example.org');
  await expect(next.locator('html')).toHaveAttribute('lang', 'zh-CN');
});

test('a passkey signs in where the console has a host name, in place of password and code', async ({
  browser,
  deck,
}) => {
  const url = deck.url.replace('127.0.0.1', 'localhost');
  await deck.signedIn('viewer');
  const page = await signIn(browser, url, 'vera@example.org');
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
  const device = await page.context().newCDPSession(page);
  await device.send('WebAuthn.enable');
  await device.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  await page.goto('/settings/account');
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('Name').fill('work laptop');
  await form.getByRole('button', { name: 'Add a passkey' }).click();
  await expect(page.getByRole('button', { name: 'Remove: work laptop' })).toBeVisible();
  await page.context().clearCookies();
  await page.goto('/sign-in');
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();

  // another port of the host may use the passkey too: what is signed there and passed on opens nothing
  await page.context().clearCookies();
  const relay = await Forwarder.to(deck.url);
  await page.goto(`${relay.url.replace('127.0.0.1', 'localhost')}/sign-in`);
  const answered = page.waitForResponse((answer) => answer.url().endsWith('/session/passkey'));
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  expect((await answered).status()).toBe(401);
  await expect(page.getByText('The passkey was not accepted')).toBeVisible();
  relay.close();
});

test('who knows an e-mail closes the account to strangers, and not to the browser of its owner', async ({
  browser,
  deck,
  request,
}) => {
  const storageState = await invite(deck.url, await deck.signedIn('admin'), 'viewer', 'Nora');
  const own = await browser.newContext({ baseURL: deck.url, locale: 'en-US', storageState });
  await own.clearCookies({ name: 'swarmdeck.session_token' });
  const guess = { headers: { origin: deck.url }, data: { email: 'nora@example.org', password: 'wrong' } };
  for (let n = 0; n < 10; n += 1) expect((await request.post('/api/v1/session', guess)).status()).toBe(401);

  const stranger = await signIn(browser, deck.url, 'nora@example.org');
  await expect(stranger.getByText('Too many attempts')).toBeVisible();
  const nora = await own.newPage();
  await fillIn(nora, 'nora@example.org');
  await expect(nora.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
  await nora.goto('/settings/account');
  await expect(nora.getByText(/^10 before this sign-in/)).toBeVisible();
});

test('over plain http to another machine the pages say in red that others can read along', async ({ page, deck }) => {
  const { hostname, port } = new URL(deck.url);
  const pageAt = (host: string) =>
    new Promise<string>((done, failed) => {
      get({ hostname, port, path: '/sign-in', headers: { host, 'accept-language': 'en' } }, (answer) => {
        let text = '';
        answer.on('data', (piece) => {
          text += piece;
        });
        answer.on('end', () => done(text));
      }).on('error', failed);
    });
  expect(await pageAt('192.0.2.7')).toContain('>This connection can be read by others<');
  await page.goto('/settings/account');
  await expect(page.getByText('This connection can be read by others'), 'not on one’s own machine').toHaveCount(0);
});
