import { expect } from '@playwright/test';
import { test } from '../fixtures/test';
import { ServiceScreen } from '../screens/service-screen';

test('a worker is powered off: its tasks move, and the screen says so by itself', async ({ lab, page }) => {
  await lab.service({ name: 'web', replicas: 4, options: ['--constraint', 'node.role==worker'] });
  await lab.untilRunning('web', 4);
  const screen = await ServiceScreen.open(page, 'web');
  await expect(screen.running).toHaveText(/4\s*\/\s*4/);
  await lab.powerOff('w2');
  await expect(screen.running, 'what ran on the dead node no longer counts').not.toHaveText(/4\s*\/\s*4/, {
    timeout: 40_000,
  });
  await expect(screen.running).toHaveText(/4\s*\/\s*4/, { timeout: 40_000 });
  await page.goto('/nodes');
  await expect(page.getByRole('row', { name: /w2/ })).toContainText(/down/i);
});

test('the leader is killed while the page is open: the badge tells, and all comes back without a reload', async ({
  lab,
  page,
}) => {
  await lab.service({ name: 'web', replicas: 2 });
  await page.goto('/nodes');
  const badge = page.getByRole('banner').getByRole('status').first();
  await expect(badge).toHaveText(/live/i);
  await page.evaluate(() => Object.assign(window, { marker: true }));
  const { name } = await lab.leader();
  await lab.powerOff(name);
  await expect(badge, 'a lost swarm does not look like a calm one').not.toHaveText(/^live$/i, { timeout: 30_000 });
  await expect(badge).toHaveText(/live/i, { timeout: 60_000 });
  await expect(page.getByRole('row', { name: new RegExp(`${name}\\b`) })).toContainText(/down|unreachable/i, {
    timeout: 60_000,
  });
  await expect(page.getByRole('row', { name: /leader/i })).toHaveCount(1);
  expect(await page.evaluate(() => 'marker' in window), 'the page was not loaded anew').toBe(true);
});
