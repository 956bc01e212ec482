import { screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { renderScreen } from '#components/testing/render-screen';
import { aServiceId, aTaskId } from '#lib/domain/testing/builders';
import { DEFAULT_TASK_QUERY } from '#lib/live/query/task-query';
import { TaskFailures } from './tasks-screen-failures';
import type { ClusterNames } from './use-cluster-names';

const NAMES = {
  service: (id) => (id === aServiceId('web') ? 'web' : 'pay'),
  node: () => undefined,
  isDown: () => false,
  isCrashing: () => false,
  services: [],
  nodes: [],
  images: [],
} satisfies ClusterNames;

const group = (value: string, count: number) => ({
  value,
  count,
  newest: '2026-01-01T11:59:00Z',
  sample: aTaskId(value),
});

test('failures are grouped by service, and a press narrows the list to one', async () => {
  const set = vi.fn();
  const { user } = renderScreen(
    <TaskFailures
      query={{ ...DEFAULT_TASK_QUERY, groupBy: 'service' }}
      by="service"
      names={NAMES}
      summary={{
        total: 5,
        all: 9,
        states: { failed: 5 },
        groups: [group(aServiceId('web'), 3), group(aServiceId('pay'), 2)],
        groupCount: 2,
        grouped: 5,
      }}
      set={set}
    />,
  );
  expect(screen.getByRole<HTMLInputElement>('radio', { name: 'Service' }).checked).toBe(true);
  expect(screen.getAllByRole('listitem').map(({ textContent }) => textContent?.slice(0, 4))).toEqual(['web3', 'pay2']);
  await user.click(screen.getByRole('button', { name: /^web/ }));
  expect(set).toHaveBeenCalledExactlyOnceWith({
    service: aServiceId('web'),
    states: ['failed', 'rejected', 'orphaned'],
  });
});
