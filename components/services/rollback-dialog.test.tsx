import { screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { aRevision } from '#components/testing/a-revision';
import { renderScreen } from '#components/testing/render-screen';
import { previewRollback, type RevisionRow, rollbackService } from '#lib/contract/services';
import { Fault } from '#lib/domain/fault';
import { EMPTY_TALLY } from '#lib/domain/service/tally';
import { aService } from '#lib/domain/testing/builders';
import { RollbackDialog } from './rollback-dialog';

const web = { ...aService({ id: 'web', version: 5 }), tally: EMPTY_TALLY };
const IMAGE = 'TaskTemplate.ContainerSpec.Image';

const REVISIONS = [aRevision(3, { current: true }), aRevision(2), aRevision(1)];

const dialog = (revisions: RevisionRow[]) => (
  <RollbackDialog service={web} revisions={revisions} first={null} onRollback={null} onClose={vi.fn()} />
);

async function opened() {
  const { console, user, rerender } = renderScreen(dialog([]));
  console.on(previewRollback, ({ query }) => ({
    consequence: { level: 'ok' as const, effects: [{ kind: 'nothing-restarts' as const, level: 'ok' as const }] },
    changes: [{ path: IMAGE, before: 'app:3', after: `app:${query.revision}` }],
    command: `docker service update --image app:${query.revision} web`,
    version: 7,
  }));
  rerender(dialog(REVISIONS));
  await screen.findByText('docker service update --image app:2 web');
  return { console, user };
}
const send = () => screen.getByRole('button', { name: 'Roll back to revision 2' });

test('the revisions may arrive after the dialog has opened: then the newest earlier one is proposed', async () => {
  const { console, rerender } = renderScreen(dialog([]));
  console.on(previewRollback, () => new Promise<never>(() => undefined));
  expect(screen.getByText(/^No earlier revision is known/)).toBeTruthy();
  rerender(dialog(REVISIONS));
  expect(send()).toBeTruthy();
  expect(screen.queryByText(/^No earlier revision is known/)).toBeNull();
});

test('a refusal is said in full, and the rollback can be sent again', async () => {
  const { console, user } = await opened();
  const sent = console.on(rollbackService, () => {
    throw new Fault('engine_refused', {}, { engineText: 'no such image' });
  });
  await user.click(send());
  expect(await screen.findByText('no such image')).toBeTruthy();
  await user.click(send());
  await vi.waitFor(() => expect(sent).toHaveLength(2));
});

test('a rollback of unknown outcome cannot be sent again', async () => {
  const { console, user } = await opened();
  console.on(rollbackService, () => {
    throw new Fault('outcome_unknown');
  });
  await user.click(send());
  expect(await screen.findByText('It is not known whether this took effect')).toBeTruthy();
  expect(screen.queryByRole('button', { name: /^Roll back to revision/ })).toBeNull();
});

test('a conflict shows both values, and only the decision for one of them goes on', async () => {
  const { console, user } = await opened();
  const sent = console.on(rollbackService, ({ body }) => {
    if (body.overwrite) return { operationId: 'o1', warnings: [] };
    throw new Fault('edit_conflict', { fields: [IMAGE], theirs: ['"app:4"'], mine: ['"app:2"'] });
  });
  await user.click(send());
  expect(await screen.findByRole('row', { name: 'Image app:4 app:2' })).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Apply my value' }));
  expect(await screen.findByText('Requested')).toBeTruthy();
  expect(sent.map(({ body }) => body)).toEqual([
    { revision: 2, version: 7, overwrite: false },
    { revision: 2, version: 5, overwrite: true },
  ]);
});
