import { act, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { renderScreen } from '#components/testing/render-screen';
import { aManager, aServiceId } from '#lib/domain/testing/builders';
import { ServiceDetail } from './service-detail';

test('a service that the swarm does not have is said not to be there as soon as the first picture has come', async () => {
  const { live } = renderScreen(<ServiceDetail id={aServiceId('nowhere')} />);
  expect(screen.queryByText('Service not found')).toBeNull();
  act(() => live.show({ nodes: [aManager('m1')], services: [] }));
  expect(await screen.findByRole('heading', { level: 1, name: 'Service not found' })).toBeTruthy();
});
