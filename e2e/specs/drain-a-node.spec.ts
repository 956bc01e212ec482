import { expect } from '@playwright/test';
import { test } from '../fixtures/test';
import { NodeScreen } from '../screens/node-screen';

test('draining a node moves its tasks, and activating it takes tasks again', async ({ lab, page }) => {
  await lab.service({ name: 'web', replicas: 4, options: ['--constraint', 'node.role==worker'] });
  await lab.untilRunning('web', 4);
  const screen = await NodeScreen.open(page, 'w1');
  await expect(screen.tasks.filter({ hasText: 'Running' })).toHaveCount(2);

  const drain = await screen.choose('Drain');
  await expect(drain.getByText('docker node update --availability drain w1')).toBeVisible();
  await expect(drain).toContainText(/2 tasks/);
  await drain.getByRole('button', { name: /^Drain/ }).click();
  await lab.waitFor('all tasks to run on w2', async () => {
    const running = await lab.running('web');
    return running.length === 4 && running.every((task) => task.node === 'w2');
  });
  await expect(drain).toContainText('Done');
  await drain.getByRole('button', { name: 'Done' }).click();
  await expect(screen.availability).toContainText(/drain/i);
  await expect(screen.tasks.filter({ hasText: 'Running' })).toHaveCount(0);

  const activate = await screen.choose('Activate');
  await activate.getByRole('button', { name: /^Activate/ }).click();
  await activate.getByRole('button', { name: 'Done' }).click();
  await expect(screen.availability).toContainText(/active/i);
  await page.goto('/activity');
  await expect(page.getByRole('row', { name: /w1/ }).first()).toContainText('Ada');
});
