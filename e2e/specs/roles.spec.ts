import { expect } from '@playwright/test';
import { asPage } from '../fixtures/people';
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
    headers: asPage(deck.url),
  });
  expect(answer.status(), 'the server refuses too, not only the screen').toBe(403);
  expect(await answer.json()).toMatchObject({ code: 'not_allowed', params: { needed: 'operator' } });
});
