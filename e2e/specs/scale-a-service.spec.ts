import { expect } from '@playwright/test';
import { test } from '../fixtures/test';
import { ServiceScreen } from '../screens/service-screen';

test('an operator scales a service and watches the swarm do it', async ({ lab, pageOf }) => {
  await lab.service({ name: 'web', replicas: 2 });
  await lab.untilRunning('web', 2);
  const screen = await ServiceScreen.open(await pageOf('operator'), 'web');
  await expect(screen.running).toHaveText(/2\s*\/\s*2/);
  await screen.page.evaluate(() => Object.assign(window, { marker: true }));

  const scale = await screen.scale(5);
  await expect(scale.getByText('docker service scale web=5')).toBeVisible();
  await scale.getByRole('button', { name: /^Scale/ }).click();
  await expect(scale, 'the swarm’s own count, not what was hoped for').toContainText(/5\s*\/\s*5/, { timeout: 30_000 });
  await scale.getByRole('button', { name: 'Done' }).click();
  await expect(screen.running).toHaveText(/5\s*\/\s*5/);
  expect(await lab.untilRunning('web', 5)).toHaveLength(5);
  expect(await screen.page.evaluate(() => 'marker' in window), 'the page was not loaded anew').toBe(true);

  const act = await screen.lastAct();
  await expect(act).toContainText('Otto');
});

test('a change by the docker CLI is seen on the screen by itself', async ({ lab, page }) => {
  await lab.service({ name: 'web', replicas: 1 });
  await page.goto('/services');
  await expect(page.getByRole('row', { name: /web/ })).toContainText('1/1');
  const leader = await lab.leader();
  await lab.docker(leader.name, ['service', 'scale', '--detach', 'web=3']);
  await expect(page.getByRole('row', { name: /web/ })).toContainText('3/3', { timeout: 30_000 });
  await lab.docker(leader.name, ['service', 'rm', 'web']);
  await expect(page.getByRole('row', { name: /web/ })).toHaveCount(0);
});

test('two people scale the same service: the second is asked, and nothing is overwritten unseen', async ({
  lab,
  page,
}) => {
  await lab.service({ name: 'web', replicas: 1 });
  await lab.untilRunning('web', 1);
  const screen = await ServiceScreen.open(page, 'web');
  await expect(screen.running).toHaveText(/1\s*\/\s*1/);
  const scale = await screen.scale(4);
  await expect(scale.getByText('docker service scale web=4')).toBeVisible();

  // Between the person's look and what they send somebody else scales it.
  await page.route(
    (url) => url.pathname.endsWith('/scale') && url.search === '',
    async (route) => {
      await lab.docker((await lab.leader()).name, ['service', 'scale', '--detach', 'web=2']);
      await route.continue();
    },
    { times: 1 },
  );
  await scale.getByRole('button', { name: /^Scale/ }).click();
  await expect(scale.getByText('Someone else changed the same field')).toBeVisible();
  await expect(scale.getByRole('row', { name: 'Replicas 2 4' })).toBeVisible();
  await scale.getByRole('button', { name: /my value/i }).click();
  await expect(scale).toContainText(/4\s*\/\s*4/, { timeout: 30_000 });
});

test('what the docker CLI changes while the dialog is open is said before anything is written', async ({
  lab,
  page,
}) => {
  await lab.service({ name: 'web', replicas: 2 });
  await lab.untilRunning('web', 2);
  const screen = await ServiceScreen.open(page, 'web');
  const scale = await screen.scale(5);
  await expect(scale.getByText('docker service scale web=5')).toBeVisible();
  const { name } = await lab.leader();
  await lab.docker(name, ['service', 'update', '--detach', '--env-add', 'X=1', '--replicas', '3', 'web']);

  const notice = scale.getByRole('status').filter({ hasText: 'Changed since you opened this' });
  await expect(notice.getByRole('listitem').filter({ hasText: 'Replicas' })).toContainText(/2.*3/);
  await expect(notice).toContainText('outside Swarmdeck');
  await expect(notice.getByRole('listitem').filter({ hasText: 'X' })).toBeVisible();
  await expect(scale, 'what the person saw stays').toContainText('Now 2');
  await expect(scale.getByRole('button', { name: 'Scale to 5' })).toBeDisabled();
  await notice.getByRole('button', { name: 'Continue with my change' }).click();
  await expect(scale).toContainText('Now 3');
  await scale.getByRole('button', { name: 'Scale to 5' }).click();
  await expect(scale).toContainText(/5\s*\/\s*5/, { timeout: 30_000 });
});
