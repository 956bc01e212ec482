import AxeBuilder from '@axe-core/playwright';
import { expect } from '@playwright/test';
import { test } from '../fixtures/test';
import { HiveScreen } from '../screens/hive-screen';
import { behaviour } from '../swarm/behaviour';

test('every node is a column and every task is counted, as it changes', async ({ lab, page }) => {
  await lab.service({ name: 'web', replicas: 4 });
  await lab.untilRunning('web', 4);
  const screen = await HiveScreen.open(page);
  await expect(screen.group('Managers')).toContainText('3 nodes');
  await expect(screen.group('Workers')).toContainText('2 nodes');
  for (const { name } of lab.nodes()) await expect(screen.node(name)).toBeVisible();
  await expect(screen.state('Running')).toHaveText(/Running 4/);
  await page.evaluate(() => Object.assign(window, { marker: true }));

  const leader = (await lab.leader()).name;
  await lab.docker(leader, ['service', 'scale', '--detach', 'web=7']);
  await expect(screen.state('Running')).toHaveText(/Running 7/, { timeout: 30_000 });
  await lab.service({ name: 'gpu', replicas: 2, options: ['--constraint', 'node.labels.gpu==true'] });
  await expect(screen.state('no suitable node')).toHaveText(/2$/, { timeout: 30_000 });
  await expect(screen.group('No node yet')).toContainText('2 tasks');
  await lab.docker(leader, ['service', 'rm', 'gpu']);
  await expect(screen.group('No node yet')).toHaveCount(0, { timeout: 30_000 });
  expect(await page.evaluate(() => 'marker' in window), 'the page was not loaded anew').toBe(true);
});

test('a container that dies is seen as failed beside the one that takes its place', async ({ lab, page }) => {
  await lab.service({ name: 'web', replicas: 2 });
  const [task] = await lab.untilRunning('web', 2);
  const screen = await HiveScreen.open(page);
  await expect(screen.state('Running')).toHaveText(/Running 2/);
  await expect(screen.state('Failed')).toHaveText(/Failed 0/);
  const node = task?.node ?? '';
  const containers = await lab.docker(node, [
    'ps',
    '--quiet',
    '--filter',
    `label=com.docker.swarm.task.id=${task?.id}`,
  ]);
  await lab.docker(node, ['kill', containers.trim()]);
  await expect(screen.state('Failed')).toHaveText(/Failed 1/, { timeout: 30_000 });
  await expect(screen.state('Running')).toHaveText(/Running 2/, { timeout: 30_000 });
});

test('a drained node says so, and its tasks are seen to go', async ({ lab, page }) => {
  await lab.service({ name: 'web', replicas: 5 });
  await lab.untilRunning('web', 5);
  const screen = await HiveScreen.open(page);
  await screen.groupBy('By availability');
  await expect(screen.group('Accepts tasks')).toContainText('5 nodes');
  await lab.docker((await lab.leader()).name, ['node', 'update', '--availability', 'drain', 'w1']);
  await expect(screen.group('Drained')).toContainText('1 node', { timeout: 30_000 });
  await expect(screen.group('Drained')).toContainText('no tasks', { timeout: 60_000 });
  await expect(page).toHaveURL(/by=availability/);
  await page.reload();
  await expect(screen.group('Drained')).toContainText('1 node');
});

test('by keys to a cell, and Enter leads to its task', async ({ lab, page }) => {
  await lab.service({ name: 'web', replicas: 3, options: ['--constraint', 'node.hostname==w1'] });
  const [, second] = await lab.untilRunning('web', 3);
  const screen = await HiveScreen.open(page);
  await expect(screen.state('Running')).toHaveText(/Running 3/);
  await page.getByRole('button', { name: 'Full screen' }).focus();
  await page.keyboard.press('Tab');
  await expect(screen.cells).toBeFocused();
  await expect(screen.summary).toHaveText('web.1, Running, w1, 1 of 3');
  await page.keyboard.press('End');
  await expect(screen.summary).toHaveText('web.3, Running, w1, 3 of 3');
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  const summary = await screen.summary.textContent();
  expect(summary).toMatch(/^web\.[123], Running, w1/);
  await page.keyboard.press('Home');
  // One cell wide or more: to the right, or else down, is the next one.
  await page.keyboard.press('ArrowRight');
  if ((await screen.summary.textContent())?.startsWith('web.1')) await page.keyboard.press('ArrowDown');
  await expect(screen.summary).toContainText('web.2');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(`/tasks?task=${second?.id}`);
});

test('a service is singled out by its name and a state by its sign, and the address says so', async ({ lab, page }) => {
  await lab.service({ name: 'web', replicas: 2 });
  await lab.service({
    name: 'broken',
    behaviour: behaviour.failsAfter(0, 7),
    options: ['--restart-condition', 'none'],
  });
  await lab.untilRunning('web', 2);
  const screen = await HiveScreen.open(page);
  await expect(screen.state('Failed')).toHaveText(/Failed 1/, { timeout: 30_000 });
  await screen.state('Failed').click();
  await page.getByRole('combobox', { name: 'Highlight services' }).fill('bro');
  await expect(page).toHaveURL(/state=failed/);
  await expect(page).toHaveURL(/q=bro/);
  await page.getByRole('button', { name: 'As a table' }).click();
  await expect(screen.rows).toHaveCount(5);
  await page.getByRole('columnheader', { name: 'Failed' }).getByRole('button').click();
  await expect(screen.rows.first().getByRole('cell').nth(5)).toHaveText(/1$/);
});

test('on the wall there is nothing but the hive, how true it is, and a clock', async ({ lab, page, deck }) => {
  await lab.service({ name: 'web', replicas: 2 });
  await lab.untilRunning('web', 2);
  const screen = await HiveScreen.open(page);
  await page.getByRole('button', { name: 'Full screen' }).click();
  const beneath = page.getByRole('navigation', { name: 'Main navigation' }).and(page.locator('[inert]'));
  await expect(beneath, 'what lies beneath takes no keys').toHaveCount(1);
  await expect(screen.truth).toBeVisible();
  const clock = page.locator('time').filter({ hasText: /^\d\d:\d\d:\d\d$/ });
  const then = await clock.textContent();
  await expect(clock).not.toHaveText(then ?? '');
  await expect(screen.state('Running')).toHaveText(/Running 2/);

  await deck.process.stop();
  await expect(screen.alarm).toContainText('Connection to the console lost');
  await deck.process.start();
  await expect(screen.truth).toBeVisible({ timeout: 30_000 });
  await page.keyboard.press('Escape');
  await expect(beneath).toHaveCount(0);
  await expect(page).toHaveURL(/\/hive$/);
});

for (const theme of ['light', 'dark'])
  for (const [look, search] of [
    ['the hive', ''],
    ['its table', '?view=table'],
    ['the wall', '?wall=1'],
  ] as const)
    test(`${look} has no barrier that axe can find (${theme})`, async ({ lab, page, deck }) => {
      await lab.service({ name: 'web', replicas: 3 });
      await lab.service({ name: 'gpu', options: ['--constraint', 'node.labels.gpu==true'] });
      await lab.untilRunning('web', 3);
      await page.context().addCookies([{ name: 'theme', value: theme, url: deck.url }]);
      const screen = await HiveScreen.open(page, search);
      await expect(screen.state('Running')).toHaveText(/Running 3/);
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    });
