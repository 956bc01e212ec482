import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { renderScreen } from '#components/testing/render-screen';
import { changeRetention, readRetention } from '#lib/contract/settings';
import { RetentionMenu } from './retention-dialog';

test('a limit that is announced stands while another rule is changed', async () => {
  const { console, user } = renderScreen(<RetentionMenu />);
  const held = { ledgerDays: null, taskDays: 90, revisionsKept: 50 };
  const announced = { ledgerDays: 60, from: '2026-01-08T12:00:00.000Z' };
  console.on(readRetention, () => ({ ...held, announced }));
  const saved = console.on(changeRetention, ({ body }) => ({ ...held, ...body, announced }));
  await user.click(screen.getByRole('button', { name: 'Retention' }));
  const days = await screen.findByRole('spinbutton', { name: /^Task history/ });
  await user.clear(days);
  await user.type(days, '30');
  await user.click(screen.getByRole('button', { name: 'Save' }));
  expect(saved.map(({ body }) => body)).toEqual([{ ledgerDays: 60, taskDays: 30, revisionsKept: 50 }]);
});
