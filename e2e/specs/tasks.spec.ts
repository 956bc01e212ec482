import AxeBuilder from '@axe-core/playwright';
import { expect } from '@playwright/test';
import { test } from '../fixtures/test';
import { TasksScreen } from '../screens/tasks-screen';
import { behaviour } from '../swarm/behaviour';

test('tasks are narrowed by service and state, and the address says how', async ({ lab, page }) => {
  await lab.service({ name: 'web', replicas: 2 });
  await lab.service({ name: 'api', replicas: 1 });
  await lab.untilRunning('web', 2);
  await lab.untilRunning('api', 1);
  const screen = await TasksScreen.open(page);
  await expect(screen.rows).toHaveCount(3);

  await screen.choose('Service', 'web');
  await expect(screen.rows).toHaveCount(2);
  await expect(screen.state('Running')).toContainText('2');
  await screen.state('Running').click();
  await expect(page).toHaveURL(/service=[0-9a-z]{25}.*state=running|state=running.*service=[0-9a-z]{25}/);

  await page.reload();
  await expect(screen.rows).toHaveCount(2);
  await expect(screen.state('Running')).toHaveAttribute('aria-pressed', 'true');
  await screen.search.fill('web.2');
  await expect(screen.rows).toHaveCount(1);
  await screen.search.fill('nothing is called this');
  await expect(page.getByText('No task matches')).toBeVisible();
  await page.getByRole('button', { name: 'Clear all filters' }).first().click();
  await expect(screen.rows).toHaveCount(3);
  await expect(page).toHaveURL(/\/tasks$/);
});

test('what keeps failing is counted by exit code, and a press shows its tasks', async ({ lab, page }) => {
  await lab.service({ name: 'web', replicas: 1 });
  await lab.service({ name: 'broken', behaviour: behaviour.failsAfter(0, 7), options: ['--restart-delay', '1s'] });
  const screen = await TasksScreen.open(page);
  await screen.view('Failures');
  await screen.groupBy('Exit code');
  await screen.group(/exit code 7/).click();
  await expect(page).toHaveURL(/exit=7/);
  await expect(screen.rows.first()).toContainText('broken.1');
  await expect(screen.rows.filter({ hasNotText: 'broken.1' })).toHaveCount(0);
  await screen.groupBy('Error');
  await expect(screen.group(/task: non-zero exit \(7\)/)).toContainText('100%');
  await screen.view('All tasks');
  await expect(page).toHaveURL(/\/tasks$/);
});

test('tasks come and change their state by themselves', async ({ lab, page }) => {
  await lab.service({ name: 'web', replicas: 1 });
  await lab.untilRunning('web', 1);
  const screen = await TasksScreen.open(page, '?q=web');
  await expect(screen.rows).toHaveCount(1);
  await page.evaluate(() => Object.assign(window, { marker: true }));
  const leader = await lab.leader();
  await lab.docker(leader.name, ['service', 'scale', '--detach', 'web=3']);
  await expect(screen.rows).toHaveCount(3, { timeout: 30_000 });
  await expect(screen.state('Running')).toContainText('3', { timeout: 30_000 });
  await lab.docker(leader.name, ['service', 'rm', 'web']);
  await expect(screen.rows).toHaveCount(0, { timeout: 30_000 });
  expect(await page.evaluate(() => 'marker' in window), 'the page was not loaded anew').toBe(true);
});

test('the rows are walked by keys, and a task opens and closes where one stood', async ({ lab, page, pageOf }) => {
  await lab.service({ name: 'web', replicas: 3 });
  await lab.untilRunning('web', 3);
  const screen = await TasksScreen.open(page);
  await expect(screen.rows).toHaveCount(3);
  await screen.link(0).focus();
  await page.keyboard.press('ArrowDown');
  await expect(screen.link(1)).toBeFocused();
  await page.keyboard.press('End');
  await expect(screen.link(2)).toBeFocused();
  await page.keyboard.press('Home');
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  const details = page.getByRole('dialog', { name: 'web.2' });
  await expect(details).toContainText('app:1');
  await expect(details.getByRole('link', { name: 'web' })).toHaveAttribute('href', /\/services\/[0-9a-z]{25}/);
  await expect(page).toHaveURL(/task=[0-9a-z]{25}/);
  expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([]);

  // The address leads there, also where the list beneath does not hold the task.
  const other = await pageOf('viewer');
  await other.goto(`${page.url()}&q=elsewhere`);
  await expect(other.getByRole('dialog', { name: 'web.2' })).toBeVisible();

  await page.keyboard.press('Escape');
  await expect(details).toBeHidden();
  await expect(page).toHaveURL(/\/tasks$/);
  await expect(screen.link(1)).toBeFocused();
  expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([]);
});

test('a task opens where its row is pressed, anywhere, right after the list was scrolled too', async ({
  lab,
  page,
}) => {
  await lab.service({ name: 'web', replicas: 60 });
  const screen = await TasksScreen.open(page);
  await page.mouse.move(720, 500);
  await page.mouse.wheel(0, 600);
  await expect(screen.rows.filter({ hasText: 'web.30' })).toBeInViewport();
  await screen.press('web.30', 'app:1');
  await expect(page.getByRole('dialog', { name: 'web.30' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.setViewportSize({ width: 390, height: 844 });
  await screen.press('web.30', 'ago');
  await expect(page.getByRole('dialog', { name: 'web.30' })).toBeVisible();
});

test('a task that is gone is said to be gone', async ({ page }) => {
  await page.goto(`/tasks?task=${'x'.repeat(25)}`);
  await expect(page.getByRole('dialog')).toContainText('There is no such task in the swarm');
});
