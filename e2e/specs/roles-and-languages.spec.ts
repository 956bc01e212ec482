import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import english from '../../messages/en.json' with { type: 'json' };
import { test } from '../fixtures/test';
import { NodeScreen } from '../screens/node-screen';
import { ServiceScreen } from '../screens/service-screen';

/** A word that no catalogue has is shown by its key: memory.history.title. */
const KEY = new RegExp(`\\b(${Object.keys(english).join('|')})\\.[a-zA-Z]+\\.[a-zA-Z.]+`);

test('a viewer sees everything and is told why nothing can be done', async ({ lab, pageOf, deck }) => {
  await lab.service({ name: 'web', replicas: 1 });
  const page = await pageOf('viewer');
  const screen = await ServiceScreen.open(page, 'web');
  await expect(page.getByRole('button', { name: 'Scale', exact: true })).toBeDisabled();
  await expect(page.getByText(/operator/i).first()).toBeVisible();
  await NodeScreen.open(page, 'w1');

  const version = 1;
  const answer = await page.request.post(`/api/v1/services/${screen.id}/scale`, {
    data: { replicas: 9, version },
    headers: { origin: deck.url },
  });
  expect(answer.status(), 'the server refuses too, not only the screen').toBe(403);
  expect(await answer.json()).toMatchObject({ code: 'not_allowed', params: { needed: 'operator' } });
});

test('every screen speaks Chinese, and says the same', async ({ lab, pageOf }) => {
  const web = (await lab.service({ name: 'web', replicas: 1 })).trim();
  const page = await pageOf('admin', { locale: 'zh-CN' });
  for (const [path, heading] of [
    ['/', '概览'],
    ['/nodes', '节点'],
    ['/services', '服务'],
    ['/tasks', '任务'],
    ['/hive', '蜂巢'],
    ['/activity', '操作记录'],
    [`/services/${web}?tab=history`, 'web'],
    [`/services/${web}?tab=revisions`, 'web'],
    [`/services/${web}/logs`, 'web 的日志'],
    ['/settings/account', '您的账户'],
    ['/settings/tokens', 'API 令牌'],
    ['/settings/people', '人员'],
  ] as const) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toContainText(heading);
    await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
    await expect(page.locator('body'), 'no key stands for a word').not.toContainText(KEY);
  }
});

for (const theme of ['light', 'dark'])
  test(`no screen has a barrier that axe can find (${theme})`, async ({ lab, page, deck, browser }) => {
    await lab.service({ name: 'web', replicas: 2 });
    const { operationId } = (await (
      await page.request.post('/api/v1/people/invitations', { data: { role: 'lead' }, headers: { origin: deck.url } })
    ).json()) as { operationId: string };
    await page.context().addCookies([{ name: 'theme', value: theme, url: deck.url }]);
    const screen = await ServiceScreen.open(page, 'web');
    await expect(screen.running).toHaveText(/2\s*\/\s*2/);
    const node = await NodeScreen.open(page, 'w1');
    const barriersOf = async (on: Page) => {
      const { violations } = await new AxeBuilder({ page: on }).analyze();
      return violations.map(({ id, nodes }) => `${on.url()} ${id}: ${nodes[0]?.html}`);
    };
    for (const path of [
      '/',
      '/nodes',
      `/nodes/${node.id}`,
      '/services',
      `/services/${screen.id}`,
      '/tasks',
      '/hive',
      '/activity?action=people',
      `/activity/${operationId}`,
      `/services/${screen.id}?tab=history`,
      `/services/${screen.id}?tab=revisions`,
      `/services/${screen.id}/logs`,
      '/settings/account',
      '/settings/tokens',
      '/settings/people',
    ]) {
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expect(page.getByText('Loading…')).toHaveCount(0);
      expect(await barriersOf(page)).toEqual([]);
    }
    for (const [path, button] of [
      ['/settings/tokens', 'Create token'],
      ['/settings/people', 'Invite somebody'],
      ['/settings/account', 'Change password'],
      ['/activity', 'Retention'],
    ] as const) {
      await page.goto(path);
      await page.getByRole('button', { name: button }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
      await page
        .getByRole('dialog')
        .evaluate((dialog) => Promise.all(dialog.getAnimations().map((one) => one.finished)));
      expect(await barriersOf(page)).toEqual([]);
    }
    const strangers = await browser.newContext({ locale: 'en-US', storageState: { cookies: [], origins: [] } });
    await strangers.addCookies([{ name: 'theme', value: theme, url: deck.url }]);
    const stranger = await strangers.newPage();
    await stranger.goto(`${deck.url}/sign-in`);
    await expect(stranger.getByRole('heading', { level: 1 })).toBeVisible();
    expect(await barriersOf(stranger)).toEqual([]);
    await strangers.close();
  });
