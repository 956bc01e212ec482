import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import english from '../../messages/en.json' with { type: 'json' };
import { asPage, prove } from '../fixtures/people';
import { test as onLab } from '../fixtures/test';
import { NodeScreen } from '../screens/node-screen';
import { ServiceScreen } from '../screens/service-screen';

interface Shown {
  service: string;
  node: string;
  operation: string;
}

/** Walks over what there is and changes nothing: one swarm with one service does for all of them, side by side. */
const test = onLab.extend<object, { shown: Shown }>({
  freshSwarm: ({ shown: _ }, use) => use(),
  shown: [
    async ({ lab, deck, browser }, use) => {
      await lab.reset();
      await lab.service({ name: 'web', replicas: 2 });
      await lab.untilRunning('web', 2);
      const context = await browser.newContext({
        baseURL: deck.url,
        locale: 'en-US',
        storageState: await deck.signedIn('admin'),
      });
      const page = await context.newPage();
      await prove(page.request, deck.url);
      const invited = await page.request.post('/api/v1/people/invitations', {
        data: { role: 'lead' },
        headers: asPage(deck.url),
      });
      const { operationId } = (await invited.json()) as { operationId: string };
      const { id: node } = await NodeScreen.open(page, 'w1');
      const { id: service } = await ServiceScreen.open(page, 'web');
      await context.close();
      await use({ service, node, operation: operationId });
    },
    { scope: 'worker', timeout: 300_000 },
  ],
});
test.describe.configure({ mode: 'parallel' });

/** A word that no catalogue has is shown by its key: memory.history.title. */
const KEY = new RegExp(`\\b(${Object.keys(english).join('|')})\\.[a-zA-Z]+\\.[a-zA-Z.]+`);

/** Screen → where it is, and its first heading in Chinese. */
const SCREENS: Record<string, [path: (shown: Shown) => string, heading: string]> = {
  overview: [() => '/', '概览'],
  nodes: [() => '/nodes', '节点'],
  'a node': [({ node }) => `/nodes/${node}`, 'w1'],
  services: [() => '/services', '服务'],
  'a service': [({ service }) => `/services/${service}`, 'web'],
  'history of a service': [({ service }) => `/services/${service}?tab=history`, 'web'],
  'revisions of a service': [({ service }) => `/services/${service}?tab=revisions`, 'web'],
  'logs of a service': [({ service }) => `/services/${service}/logs`, 'web 的日志'],
  tasks: [() => '/tasks', '任务'],
  hive: [() => '/hive', '蜂巢'],
  activity: [() => '/activity?action=people', '操作记录'],
  'an act': [({ operation }) => `/activity/${operation}`, ''],
  account: [() => '/settings/account', '您的账户'],
  tokens: [() => '/settings/tokens', 'API 令牌'],
  people: [() => '/settings/people', '人员'],
};

const DIALOGS = [
  ['/settings/tokens', 'Create token'],
  ['/settings/people', 'Invite somebody'],
  ['/settings/account', 'Change password'],
  ['/activity', 'Retention'],
] as const;

/** What axe finds, in both themes: the page follows the system's, so that it need not be opened twice. */
async function barriersOf(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const { violations } = await new AxeBuilder({ page }).analyze();
    found.push(...violations.map(({ id, nodes }) => `${page.url()} ${colorScheme} ${id}: ${nodes[0]?.html}`));
  }
  return found;
}

async function isThere(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByText('Loading…')).toHaveCount(0);
}

for (const [name, [path, heading]] of Object.entries(SCREENS))
  test(`${name}: speaks Chinese, and says the same`, async ({ shown, pageOf }) => {
    const page = await pageOf('admin', { locale: 'zh-CN' });
    await page.goto(path(shown));
    await expect(page.getByRole('heading', { level: 1 })).toContainText(heading, { timeout: 60_000 });
    await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
    await expect(page.locator('body'), 'no key stands for a word').not.toContainText(KEY);
  });

test.describe('no barrier that axe can find', () => {
  for (const [name, [path]] of Object.entries(SCREENS))
    test(name, async ({ shown, page }) => {
      await page.goto(path(shown));
      await isThere(page);
      expect(await barriersOf(page)).toEqual([]);
    });

  for (const [path, button] of DIALOGS)
    test(`the dialog "${button}"`, async ({ page }) => {
      await page.goto(path);
      await page.getByRole('button', { name: button }).click();
      const dialog = page.getByRole('dialog');
      await expect(dialog).toBeVisible();
      await dialog.evaluate((shown) => Promise.all(shown.getAnimations().map((one) => one.finished)));
      expect(await barriersOf(page)).toEqual([]);
    });

  test('sign-in', async ({ browser, deck }) => {
    const context = await browser.newContext({ locale: 'en-US', storageState: { cookies: [], origins: [] } });
    const page = await context.newPage();
    await page.goto(`${deck.url}/sign-in`);
    await isThere(page);
    expect(await barriersOf(page)).toEqual([]);
    await context.close();
  });
});
