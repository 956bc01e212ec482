import AxeBuilder from '@axe-core/playwright';
import { expect } from '@playwright/test';
import { test } from '../fixtures/test';
import { NodeScreen } from '../screens/node-screen';
import { ServiceScreen } from '../screens/service-screen';

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
  await lab.service({ name: 'web', replicas: 1 });
  const page = await pageOf('admin', { locale: 'zh-CN' });
  for (const [path, heading] of [
    ['/', '概览'],
    ['/nodes', '节点'],
    ['/services', '服务'],
    ['/tasks', '任务'],
    ['/hive', '蜂巢'],
    ['/activity', '操作记录'],
  ] as const) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toContainText(heading);
    await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  }
});

for (const theme of ['light', 'dark'])
  test(`no screen has a barrier that axe can find (${theme})`, async ({ lab, page, deck }) => {
    await lab.service({ name: 'web', replicas: 2 });
    await page.context().addCookies([{ name: 'theme', value: theme, url: deck.url }]);
    const screen = await ServiceScreen.open(page, 'web');
    await expect(screen.running).toHaveText(/2\s*\/\s*2/);
    const node = await NodeScreen.open(page, 'w1');
    for (const path of [
      '/',
      '/nodes',
      `/nodes/${node.id}`,
      '/services',
      `/services/${screen.id}`,
      '/tasks',
      '/hive',
      '/activity',
    ]) {
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => `${path} ${id}: ${nodes[0]?.html}`)).toEqual([]);
    }
  });
