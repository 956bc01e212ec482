import { expect } from '@playwright/test';
import { askToScale, badge, isMarked, mark, test } from '../faults/test';
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

test('a worker’s cable is pulled and plugged in again: the screen follows both by itself', async ({ lab, page }) => {
  await lab.service({ name: 'web', mode: 'global', options: ['--constraint', 'node.role==worker'] });
  await lab.untilRunning('web', 2);
  await page.goto('/nodes');
  const row = page.getByRole('row', { name: /w1\b/ });
  await expect(row).toContainText(/ready/i);
  await mark(page);
  await lab.cut('w1');
  await expect(row).toContainText(/down/i, { timeout: 60_000 });
  await lab.heal('w1');
  await expect(row).not.toContainText(/down/i, { timeout: 60_000 });
  await expect(row).toContainText(/ready/i);
  expect(await isMarked(page), 'the page was not loaded anew').toBe(true);
});

test('the leader is killed while the page is open: the badge tells, and all comes back without a reload', async ({
  lab,
  page,
}) => {
  await lab.service({ name: 'web', replicas: 2 });
  await page.goto('/nodes');
  await expect(badge(page)).toHaveText(/live/i);
  await mark(page);
  const { name } = await lab.leader();
  await lab.powerOff(name);
  await expect(badge(page), 'a lost swarm does not look like a calm one').not.toHaveText(/^live$/i, {
    timeout: 30_000,
  });
  await expect(badge(page)).toHaveText(/live/i, { timeout: 60_000 });
  await expect(page.getByRole('row', { name: new RegExp(`${name}\\b`) })).toContainText(/down|unreachable/i, {
    timeout: 60_000,
  });
  await expect(page.getByRole('row', { name: /leader/i })).toHaveCount(1);
  expect(await isMarked(page), 'the page was not loaded anew').toBe(true);
});

test('the quorum is lost: the last state stays and can be read, acts are refused with the reason, and all comes back', async ({
  lab,
  page,
}) => {
  const id = await lab.service({ name: 'web', replicas: 2 });
  await lab.untilRunning('web', 2);
  const screen = await ServiceScreen.open(page, 'web');
  await expect(screen.running).toHaveText(/2\s*\/\s*2/);
  await mark(page);
  const lost = [await lab.leader(), ...lab.managers()].map(({ name }) => name);
  const gone = [...new Set(lost)].slice(0, 2);
  await Promise.all(gone.map((name) => lab.powerOff(name)));

  const banner = page.getByRole('alert').filter({ hasText: 'The swarm cannot be read' });
  await expect(banner).toContainText('The swarm has no quorum', { timeout: 60_000 });
  await expect(banner, 'what to do').toContainText('Bring back managers that are down');
  await expect(screen.running, 'the last state stays').toHaveText(/2\s*\/\s*2/);

  // At first the manager that is left holds what it is asked and says nothing; that is a refusal too.
  await expect
    .poll(
      async () => {
        const { code } = await askToScale(page.request, id, 4);
        expect(['no_quorum', 'engine_timeout']).toContain(code);
        return code;
      },
      { timeout: 60_000 },
    )
    .toBe('no_quorum');
  const dialog = await screen.scale(4);
  await expect(dialog).toContainText('The swarm has no quorum', { timeout: 30_000 });
  await dialog.getByRole('button', { name: 'Cancel' }).click();

  const another = await page.context().newPage();
  await another.goto('/nodes');
  await expect(another.getByRole('row'), 'who comes now sees the last state too').toHaveCount(6);
  await another.close();

  await Promise.all(gone.map((name) => lab.powerOn(name)));
  await expect(badge(page)).toHaveText(/live/i, { timeout: 90_000 });
  await expect(banner).toHaveCount(0);
  // A swarm that has just come back may elect once more; what is sent into that is told as unknown, which another spec tries.
  await lab.waitFor('all managers to be reachable', async () => {
    const { name } = await lab.leader();
    const words = await lab.docker(name, ['node', 'ls', '--format', '{{.ManagerStatus}}']);
    return (words.match(/Leader|Reachable/g) ?? []).length === 3;
  });
  const scale = await screen.scale(3);
  await scale.getByRole('button', { name: /^Scale/ }).click();
  await expect(scale).toContainText(/3\s*\/\s*3/, { timeout: 60_000 });
  expect(await isMarked(page), 'the page was not loaded anew').toBe(true);
});
