import { screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { renderScreen } from '#components/testing/render-screen';
import { previewScale, scaleService } from '#lib/contract/services';
import { Fault } from '#lib/domain/fault';
import { EMPTY_TALLY } from '#lib/domain/service/tally';
import { aService } from '#lib/domain/testing/builders';
import { ScaleDialog } from './scale-dialog';

const web = (replicas: number, version = 1) => ({
  ...aService({ id: 'web', replicas, version }),
  tally: { ...EMPTY_TALLY, desired: replicas, running: replicas },
});

async function opened() {
  const onClose = vi.fn();
  const { console, user } = renderScreen(<ScaleDialog service={web(2)} onClose={onClose} />);
  const previews = console.on(previewScale, ({ query }) => ({
    consequence: {
      level: 'ok' as const,
      effects: [{ kind: 'tasks-start' as const, level: 'ok' as const, count: query.replicas - 2 }],
    },
    changes: [{ path: 'Mode.Replicated.Replicas', before: 2, after: query.replicas }],
    command: `docker service scale web=${query.replicas}`,
    version: 7,
  }));
  await user.clear(screen.getByRole('spinbutton', { name: 'Replicas' }));
  await user.type(screen.getByRole('spinbutton', { name: 'Replicas' }), '5');
  return { console, user, previews, onClose };
}

const scaleButton = () => screen.findByRole('button', { name: 'Scale to 5' });

test('nothing is sent before its preview is there, and then with the version that was previewed', async () => {
  const { console, user, previews } = await opened();
  const sent = console.on(scaleService, () => ({ operationId: 'o1', warnings: [] }));
  expect((await scaleButton()).hasAttribute('disabled')).toBe(true);
  await screen.findByText('docker service scale web=5');
  await user.click(await scaleButton());
  expect(await screen.findByText('Requested')).toBeTruthy();
  expect(previews.map(({ query }) => query.replicas)).toEqual([5]);
  expect(sent.map(({ body }) => body)).toEqual([{ replicas: 5, version: 7, overwrite: false }]);
});

test('a refusal is said in full, and what was typed can be sent again', async () => {
  const { console, user } = await opened();
  const sent = console.on(scaleService, () => {
    throw new Fault('engine_refused', {}, { engineText: 'no such thing' });
  });
  await screen.findByText('docker service scale web=5');
  await user.click(await scaleButton());
  expect(await screen.findByText('no such thing')).toBeTruthy();
  await user.click(await scaleButton());
  await vi.waitFor(() => expect(sent).toHaveLength(2));
});

test('an act of unknown outcome cannot be sent again', async () => {
  const { console, user } = await opened();
  console.on(scaleService, () => {
    throw new Fault('outcome_unknown', {});
  });
  await screen.findByText('docker service scale web=5');
  await user.click(await scaleButton());
  expect(await screen.findByText('It is not known whether this took effect')).toBeTruthy();
  expect(screen.queryByRole('button', { name: /Scale to/ })).toBeNull();
});

test('a conflict shows both values, and only the decision for one of them goes on', async () => {
  const { console, user } = await opened();
  const sent = console.on(scaleService, ({ body }) => {
    if (body.overwrite) return { operationId: 'o1', warnings: [] };
    throw new Fault('edit_conflict', { fields: ['Mode.Replicated.Replicas'], theirs: ['3'], mine: ['5'] });
  });
  await screen.findByText('docker service scale web=5');
  await user.click(await scaleButton());
  const row = await screen.findByRole('row', { name: 'Replicas 3 5' });
  expect(row).toBeTruthy();
  expect(screen.queryByRole('button', { name: /Scale to/ })).toBeNull();
  await user.click(screen.getByRole('button', { name: 'Apply mine' }));
  expect(await screen.findByText('Requested')).toBeTruthy();
  expect(sent.map(({ body }) => body.overwrite)).toEqual([false, true]);
});
