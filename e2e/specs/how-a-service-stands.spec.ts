import { expect } from '@playwright/test';
import { test } from '../fixtures/test';
import { ServiceScreen } from '../screens/service-screen';
import { behaviour } from '../swarm/behaviour';

test('what has finished is well, and a crash loop is told steadily on overview, list and page', async ({
  lab,
  page,
}) => {
  await lab.service({ name: 'once', behaviour: behaviour.job(1), options: ['--restart-condition', 'none'] });
  await lab.service({ name: 'loop', behaviour: behaviour.failsAfter(2, 3), options: ['--restart-delay', '1s'] });

  await page.goto('/services');
  const line = (name: string) => page.getByRole('row').filter({ has: page.getByRole('link', { name, exact: true }) });
  await expect(line('once').getByRole('img', { name: /^1 of 1, finished/ })).toBeVisible({ timeout: 60_000 });
  await expect(line('loop')).toContainText('1 crashing, exit 3', { timeout: 60_000 });
  await page.getByText('Only unhealthy').click();
  await expect(line('once')).toHaveCount(0);

  await page.goto('/');
  const health = page.locator('[data-health]');
  await expect(health).toContainText('A service keeps crashing: loop');
  await expect(health).not.toContainText('once');

  const screen = await ServiceScreen.open(page, 'loop');
  const counts = screen.running;
  // Whatever it shows in between is written down, so that nothing that flashes by is missed.
  await page.evaluate(() => {
    const seen = new Set<string>();
    Object.assign(window, { seenStates: seen });
    const heading = document.querySelector('h1')?.parentElement as HTMLElement;
    const note = () => {
      for (const word of ['Crashing', 'Healthy', 'No running tasks', 'Below target', 'Failed'])
        if (heading.textContent?.includes(word)) seen.add(word);
    };
    note();
    new MutationObserver(note).observe(heading, { childList: true, subtree: true, characterData: true });
  });
  for (const running of ['1 of 1', '0 of 1', '1 of 1', '0 of 1'])
    await expect(counts.getByRole('img', { name: new RegExp(`^${running}`) })).toBeVisible({ timeout: 30_000 });
  expect(await page.evaluate(() => [...(window as unknown as { seenStates: Set<string> }).seenStates])).toEqual([
    'Crashing',
  ]);
  await expect(page.getByRole('table', { name: /Tasks of/ }).getByText('Crashing')).toBeVisible();
});
