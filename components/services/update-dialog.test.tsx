import { screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { renderScreen } from '#components/testing/render-screen';
import { previewUpdate, updateService } from '#lib/contract/services';
import { Fault } from '#lib/domain/fault';
import { EMPTY_TALLY } from '#lib/domain/service/tally';
import { aService } from '#lib/domain/testing/builders';
import type { ServiceRow } from '#lib/live/picture/service-row';
import { UpdateDialog } from './update-dialog';

const web = (overrides: Partial<ServiceRow> = {}): ServiceRow => ({
  ...aService({ id: 'web', version: 1 }),
  tally: EMPTY_TALLY,
  ...overrides,
});
const IMAGE = 'TaskTemplate.ContainerSpec.Image';

/** The dialog with another image typed in, once its preview is there. */
async function opened() {
  const dialog = (service: ServiceRow) => (
    <UpdateDialog service={service} revisions={[]} onRollback={null} onClose={vi.fn()} />
  );
  const { console, user, rerender } = renderScreen(dialog(web()));
  let version = 7;
  console.on(previewUpdate, ({ body }) => ({
    consequence: { level: 'ok' as const, effects: [{ kind: 'nothing-restarts' as const, level: 'ok' as const }] },
    changes: [{ path: IMAGE, before: 'app:1', after: body.change.image }],
    command: `docker service update --image ${body.change.image} web`,
    version,
  }));
  const image = screen.getByRole('combobox', { name: 'Image' });
  await user.clear(image);
  await user.type(image, 'app:2');
  await screen.findByText('docker service update --image app:2 web');
  return {
    console,
    user,
    change: (service: ServiceRow) => {
      version = service.version;
      rerender(dialog(service));
    },
  };
}
const send = () => screen.getByRole('button', { name: 'Update web' });

test('a refusal is said in full, and what was typed can be sent again', async () => {
  const { console, user } = await opened();
  const sent = console.on(updateService, () => {
    throw new Fault('engine_refused', {}, { engineText: 'invalid reference format' });
  });
  await user.click(send());
  expect(await screen.findByText('invalid reference format')).toBeTruthy();
  await user.click(send());
  await vi.waitFor(() => expect(sent).toHaveLength(2));
  expect(sent[1]?.body).toEqual({ change: { image: 'app:2' }, version: 7, overwrite: false });
});

test('an update of unknown outcome cannot be sent again', async () => {
  const { console, user } = await opened();
  console.on(updateService, () => {
    throw new Fault('outcome_unknown', {});
  });
  await user.click(send());
  expect(await screen.findByText('It is not known whether this took effect')).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Update web' })).toBeNull();
});

test('a conflict shows both images, and only the decision for one of them goes on', async () => {
  const { console, user } = await opened();
  const sent = console.on(updateService, ({ body }) => {
    if (body.overwrite) return { operationId: 'o1', warnings: [] };
    throw new Fault('edit_conflict', { fields: [IMAGE], theirs: ['"app:3"'], mine: ['"app:2"'] });
  });
  await user.click(send());
  expect(await screen.findByRole('row', { name: 'Image app:3 app:2' })).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Update web' })).toBeNull();
  await user.click(screen.getByRole('button', { name: 'Apply my value' }));
  expect(await screen.findByText('Requested')).toBeTruthy();
  expect(sent.map(({ body }) => body.overwrite)).toEqual([false, true]);
});

test('once the spec was changed meanwhile, what was typed is kept and what was left alone follows', async () => {
  const { console, user, change } = await opened();
  const sent = console.on(updateService, () => ({ operationId: 'o1', warnings: [] }));
  const { updateConfig } = web();
  change(web({ version: 9, updateConfig: { ...updateConfig, parallelism: 4 } }));
  expect(await screen.findByText('Changed since you opened this')).toBeTruthy();
  expect(send().hasAttribute('disabled')).toBe(true);
  await user.click(screen.getByRole('button', { name: 'Continue with my change' }));
  await vi.waitFor(() => expect(send().hasAttribute('disabled')).toBe(false));
  await user.click(send());
  expect(await screen.findByText('Requested')).toBeTruthy();
  expect(sent.map(({ body }) => body)).toEqual([{ change: { image: 'app:2' }, version: 9, overwrite: false }]);
});
