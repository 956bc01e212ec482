import { expect } from '@playwright/test';
import { test } from '../fixtures/test';
import { ServiceScreen } from '../screens/service-screen';

const SLOWLY = ['--update-monitor', '1s', '--update-parallelism', '1'];

test('a rolling update is watched to its end', async ({ lab, page }) => {
  await lab.service({ name: 'web', replicas: 3, options: [...SLOWLY, '--update-delay', '5s'] });
  await lab.untilRunning('web', 3);
  const screen = await ServiceScreen.open(page, 'web');
  const update = await screen.update({ image: 'app:2' });
  await expect(update.getByText(/docker service update --image app:2/)).toBeVisible();
  await screen.confirmUpdate(update);
  await expect(screen.updateStatus).toContainText(/updating/i);
  await expect(screen.updateStatus).toContainText(/complete/i, { timeout: 60_000 });
  expect((await lab.untilRunning('web', 3)).map((task) => task.image)).toEqual(['app:2', 'app:2', 'app:2']);
  await expect(screen.facts).toContainText('app:2');
});

test('an update that fails pauses, its reason is on the screen, and the way back is offered', async ({ lab, page }) => {
  await lab.service({
    name: 'web',
    replicas: 3,
    options: [...SLOWLY, '--update-delay', '1s', '--restart-max-attempts', '1'],
  });
  await lab.untilRunning('web', 3);
  const screen = await ServiceScreen.open(page, 'web');
  const update = await screen.update({ image: 'app:broken' });
  await update.getByRole('button', { name: /^Update / }).click();
  await expect(update.getByText('Update paused', { exact: true })).toBeVisible({ timeout: 60_000 });
  const failed = update.getByRole('region', { name: 'Why it failed' });
  await expect(failed.getByText(/non-zero exit|exit code 3/).first()).toBeVisible();
  await expect(failed, 'what the failed task wrote last').toContainText('this image is broken');
  await expect(update.getByRole('button', { name: 'Done' }), 'nothing is done').toHaveCount(0);
  await failed.getByRole('button', { name: 'Roll back' }).click();
  await expect(page.getByRole('dialog').getByRole('combobox', { name: 'Revision' })).toHaveValue('1');
  await page.keyboard.press('Escape');
  await expect(screen.updateStatus).toContainText(/paused/i, { timeout: 60_000 });
  await expect(screen.updateStatus).toContainText(/The update was paused because task \S+ failed or ended early/);
  await expect(page.getByText(/non-zero exit/).first()).toBeVisible();

  const rollback = await screen.offeredRollback();
  await expect(rollback.getByText('app:broken')).toBeVisible();
  await rollback.getByRole('button', { name: /^Roll back to/ }).click();
  await screen.leave(rollback);
  await expect(screen.updateStatus).toContainText('Rolled back to #1 by Ada', { timeout: 60_000 });
  const tasks = await lab.waitFor('all tasks to run app:1 again', async () => {
    const running = await lab.running('web');
    return running.length === 3 && running.every((task) => task.image === 'app:1') && running;
  });
  expect(tasks).toHaveLength(3);
  await expect(await screen.lastAct()).toContainText(/Roll back.*Done/);
});
