import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { renderScreen } from '#components/testing/render-screen';
import { previewAvailability, setAvailability } from '#lib/contract/nodes';
import { Fault } from '#lib/domain/fault';
import { aNode } from '#lib/domain/testing/builders';
import { AvailabilityControl } from './availability-control';

async function openDrain() {
  const node = aNode({ id: 'w1', hostname: 'w1', version: 4 });
  const control = (shown: typeof node) => <AvailabilityControl node={shown} tasks={[]} />;
  const { console, user, rerender } = renderScreen(control(node));
  console.on(previewAvailability, ({ query }) => ({
    consequence: { level: 'critical' as const, effects: [] },
    changes: [{ path: 'Availability', before: 'active', after: query.availability }],
    command: 'docker node update --availability drain w1',
    version: 4,
  }));
  await user.click(screen.getByRole('button', { name: 'Drain' }));
  await screen.findByText('docker node update --availability drain w1');
  return { console, user, change: (overrides: Partial<typeof node>) => rerender(control({ ...node, ...overrides })) };
}
const drain = () => screen.queryByRole('button', { name: 'Drain w1' });

test('a drain of unknown outcome cannot be sent again', async () => {
  const { console, user } = await openDrain();
  console.on(setAvailability, () => {
    throw new Fault('outcome_unknown', {});
  });
  await user.click(screen.getByRole('button', { name: 'Drain w1' }));
  expect(await screen.findByText('It is not known whether this took effect')).toBeTruthy();
  expect(drain()).toBeNull();
});

test('a node that was paused meanwhile is told, and the drain waits for the person', async () => {
  const { user, change } = await openDrain();
  change({ version: 5, availability: 'pause' });
  expect(await screen.findByText('Changed since you opened this')).toBeTruthy();
  expect(drain()?.hasAttribute('disabled')).toBe(true);
  await user.click(screen.getByRole('button', { name: 'Continue with my change' }));
  expect(screen.queryByText('Changed since you opened this')).toBeNull();
});

test('who may not drain sees the button and reads who may', () => {
  renderScreen(<AvailabilityControl node={aNode({ id: 'w1' })} tasks={[]} />, { role: 'viewer' });
  const button = screen.getByRole('button', { name: 'Drain' });
  expect(button.hasAttribute('disabled')).toBe(true);
  expect(button.getAttribute('aria-describedby')).toBeTruthy();
});
