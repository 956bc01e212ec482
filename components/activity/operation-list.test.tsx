import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { renderScreen } from '#components/testing/render-screen';
import { listOperations } from '#lib/contract/audit';
import type { OperationId } from '#lib/domain/ids';
import type { OperationNews } from '#lib/domain/operation/operation';
import { OperationList } from './operation-list';

const row = (id: string, overrides: Partial<OperationNews>): OperationNews => ({
  id: id.padEnd(25, '0') as OperationId,
  action: 'service.update',
  target: { kind: 'service', id: 'web', name: 'web' },
  by: { id: null, name: 'Ada' },
  state: 'settled',
  outcome: 'converged',
  outcomeText: '',
  fault: null,
  openedAt: '2026-01-01T11:59:00.000Z',
  answeredAt: null,
  settledAt: null,
  unseenSince: null,
  waits: null,
  ...overrides,
});

const IMAGE = 'TaskTemplate.ContainerSpec.Image';
const REPLICAS = 'Mode.Replicated.Replicas';

async function listed(items: OperationNews[]) {
  const { console, rerender } = renderScreen(null);
  console.on(listOperations, () => ({ items, cursor: null, gaps: [] }));
  rerender(<OperationList />);
  await screen.findByRole('table', { name: 'Activity' });
  return screen.getAllByRole('row').slice(1);
}

/** A row's visible text, without what only screen readers get. */
const read = (element: HTMLElement | undefined) => {
  const copy = element?.cloneNode(true) as HTMLElement;
  for (const hidden of copy.querySelectorAll('.sr-only')) hidden.remove();
  return copy.textContent?.replace(/\s+/g, ' ');
};

test('a row names the value before and after where one field changed', async () => {
  const [drain, scale, update] = await listed([
    row('a', {
      action: 'node.availability',
      target: { kind: 'node', id: 'w1', name: 'w1' },
      fields: ['Availability'],
      values: [{ path: 'Availability', before: 'active', after: 'drain' }],
    }),
    row('b', { action: 'service.scale', fields: [REPLICAS], values: [{ path: REPLICAS, before: 4, after: 6 }] }),
    row('c', { fields: [IMAGE], values: [{ path: IMAGE, before: 'app:1@sha256:aa', after: 'app:broken' }] }),
  ]);
  expect(read(drain)).toContain('active → drain');
  expect(read(scale)).toContain('4 → 6');
  expect(read(update)).toContain('app:1 → app:broken');
});

test('of several fields the first two are named, and how many more there are', async () => {
  const fields = [IMAGE, REPLICAS, 'UpdateConfig.Order', 'UpdateConfig.Delay'];
  const [changed] = await listed([row('a', { fields, values: [{ path: REPLICAS, before: 1, after: 2 }] })]);
  expect(read(changed)).toContain('Image Replicas 1 → 22 more');
});

test('the remark has a place where rows are cards', async () => {
  const [paused] = await listed([
    row('a', {
      outcome: 'paused',
      outcomeText: `update paused due to failure or early termination of task ${'t'.repeat(25)}`,
    }),
  ]);
  const remark = within(paused as HTMLElement)
    .getByText(/failed or ended early/)
    .closest('td');
  expect(remark?.className).not.toMatch(/(^| )@max-lg:hidden/);
});
