import { screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { renderScreen } from '#components/testing/render-screen';
import { listRevisions } from '#lib/contract/services';
import { aServiceId } from '#lib/domain/testing/builders';
import { useRevisions } from './use-revisions';

function Count() {
  const { data } = useRevisions({ id: aServiceId('web') });
  return <p>{data ? `${data.length} kept` : 'none read'}</p>;
}

test('revisions are read again when the console says so or may have, and at no other time', async () => {
  const { console, live, rerender } = renderScreen(<p />);
  const calls = console.on(listRevisions, () => ({ revisions: [] }));
  rerender(<Count />);
  await screen.findByText('0 kept');
  expect(calls).toHaveLength(1);
  live.revise(aServiceId('api'));
  live.connect({ freshAt: 1 });
  live.revise(aServiceId('web'));
  await waitFor(() => expect(calls).toHaveLength(2));
  live.connect({ link: 'lost' });
  live.connect({ link: 'connected' });
  await waitFor(() => expect(calls).toHaveLength(3));
});
