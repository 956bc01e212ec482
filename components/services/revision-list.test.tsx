import { screen, within } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { aRevision } from '#components/testing/a-revision';
import { renderScreen } from '#components/testing/render-screen';
import { aServiceId } from '#lib/domain/testing/builders';
import { RevisionList } from './revision-list';
import type { useRevisions } from './use-revisions';

test('each revision names the fields that it changed, and what it went back to', () => {
  const data = [
    aRevision(4, {
      current: true,
      restores: 2,
      by: 'Ada',
      changes: [{ path: 'Labels[tier]', before: 'a', after: null }],
    }),
    aRevision(3, {
      changes: [
        { path: 'TaskTemplate.ContainerSpec.Image', before: 'app:1', after: 'app:2' },
        { path: 'Mode.Replicated.Replicas', before: 1, after: 2 },
        { path: 'UpdateConfig.Order', before: null, after: 'start-first' },
      ],
    }),
    aRevision(1, { changes: null }),
  ];
  renderScreen(
    <RevisionList
      serviceId={aServiceId('web')}
      revisions={{ data, isError: false } as unknown as ReturnType<typeof useRevisions>}
      onRollback={vi.fn()}
    />,
  );
  const [fourth, third, first] = screen.getAllByRole('listitem').map((item) => within(item));
  expect(fourth?.getByRole('button', { name: 'Label tier' })).toBeTruthy();
  expect(fourth?.getByText('back to #2')).toBeTruthy();
  expect(fourth?.getByText(/· Ada/)).toBeTruthy();
  expect(third?.getByRole('button', { name: 'Image · Replicas and 1 more' })).toBeTruthy();
  expect(first?.getByText('first seen')).toBeTruthy();
});
