import { act, screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { renderScreen } from '#components/testing/render-screen';
import { previewScale, type RevisionRow, scaleService } from '#lib/contract/services';
import { readTaskLogs } from '#lib/contract/tasks';
import type { HealthLevel } from '#lib/domain/cluster/health';
import { Fault } from '#lib/domain/fault';
import type { OperationNews } from '#lib/domain/operation/operation';
import { EMPTY_TALLY } from '#lib/domain/service/tally';
import { aService, aTask } from '#lib/domain/testing/builders';
import type { ServiceRow } from '#lib/live/picture/service-row';
import { ScaleDialog } from './scale-dialog';

const web = (replicas: number, overrides: Partial<ServiceRow> = {}): ServiceRow => ({
  ...aService({ id: 'web', replicas, version: 1 }),
  tally: { ...EMPTY_TALLY, desired: replicas, running: replicas },
  ...overrides,
});

/** The dialog on a service of 2 replicas, with 5 typed in. */
async function opened() {
  const onClose = vi.fn();
  const onRollback = vi.fn();
  const dialog = (service: ServiceRow, revisions: RevisionRow[] = []) => (
    <ScaleDialog service={service} revisions={revisions} onRollback={onRollback} onClose={onClose} />
  );
  const { console, live, user, rerender } = renderScreen(dialog(web(2)));
  let level: HealthLevel = 'ok';
  let version = 7;
  const previews = console.on(previewScale, ({ query }) => ({
    consequence: { level, effects: [{ kind: 'tasks-start' as const, level, count: query.replicas - 2 }] },
    changes: [{ path: 'Mode.Replicated.Replicas', before: 2, after: query.replicas }],
    command: `docker service scale web=${query.replicas}`,
    version,
  }));
  await user.clear(screen.getByRole('spinbutton', { name: 'Replicas' }));
  await user.type(screen.getByRole('spinbutton', { name: 'Replicas' }), '5');
  return {
    console,
    live,
    user,
    previews,
    onClose,
    onRollback,
    warn: () => {
      level = 'critical';
    },
    change: (service: ServiceRow, revisions?: RevisionRow[]) => {
      version = service.version;
      rerender(dialog(service, revisions));
    },
  };
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
  await user.click(screen.getByRole('button', { name: 'Apply my value' }));
  expect(await screen.findByText('Requested')).toBeTruthy();
  expect(sent.map(({ body }) => body.overwrite)).toEqual([false, true]);
});

test('Enter sends what the preview has shown, and leads to the button where it warns', async () => {
  const { console, user, warn } = await opened();
  const sent = console.on(scaleService, () => ({ operationId: 'o1', warnings: [] }));
  const field = screen.getByRole('spinbutton', { name: 'Replicas' });
  warn();
  await user.type(field, '{Enter}');
  await vi.waitFor(async () => expect(document.activeElement).toBe(await scaleButton()));
  expect(sent).toHaveLength(0);
  await user.type(field, '{Enter}');
  expect(sent).toHaveLength(0);
  await user.keyboard('{Enter}');
  expect(await screen.findByText('Requested')).toBeTruthy();
});

test('what somebody else changes meanwhile is said, and nothing is sent until the person goes on from there', async () => {
  const { console, user, change } = await opened();
  const sent = console.on(scaleService, () => ({ operationId: 'o1', warnings: [] }));
  await screen.findByText('docker service scale web=5');
  change(web(3, { version: 9 }));
  expect(await screen.findByText('Changed since you opened this')).toBeTruthy();
  expect(screen.getByText('Now 2')).toBeTruthy();
  expect((await scaleButton()).hasAttribute('disabled')).toBe(true);
  await user.type(screen.getByRole('spinbutton', { name: 'Replicas' }), '{Enter}');
  expect(sent).toHaveLength(0);
  await user.click(screen.getByRole('button', { name: 'Continue with my change' }));
  expect(screen.getByText('Now 3')).toBeTruthy();
  await vi.waitFor(async () => expect((await scaleButton()).hasAttribute('disabled')).toBe(false));
  await user.click(await scaleButton());
  await vi.waitFor(() => expect(sent.map(({ body }) => body)).toEqual([{ replicas: 5, version: 9, overwrite: false }]));
});

test('a change that the row does not show is told by its revision, with who made it', async () => {
  const { change } = await opened();
  const now = web(2, { version: 9, templateDigest: 'b'.repeat(16) });
  change(now);
  expect(await screen.findByText('Loading the changes…')).toBeTruthy();
  const revision: RevisionRow = {
    number: 2,
    version: 9,
    image: 'app:1',
    seenAt: '2026-01-01T00:00:00Z',
    by: null,
    operationId: null,
    note: null,
    current: true,
    restores: null,
    changes: [{ path: 'TaskTemplate.ContainerSpec.Env[X]', before: null, after: 'X=1' }],
  };
  change(now, [revision]);
  expect(await screen.findByText('Changed by: outside Swarmdeck')).toBeTruthy();
  expect(screen.getByText('X')).toBeTruthy();
});

test('a version that moves with the update status alone is no change', async () => {
  const { change } = await opened();
  change(web(2, { version: 9, updateStatus: { state: 'updating', startedAt: null, completedAt: null, message: '' } }));
  await screen.findByText('docker service scale web=5');
  expect(screen.queryByText('Changed since you opened this')).toBeNull();
});

test('where the swarm paused it, the dialog says why, shows the last lines and offers the way back', async () => {
  const { console, live, user, onRollback } = await opened();
  const bad = aTask({ id: 'bad', of: 'web', slot: 3, state: 'failed', error: 'task: non-zero exit (3)', exitCode: 3 });
  live.showTasks(`service/${bad.serviceId}`, [bad]);
  console.on(scaleService, () => ({ operationId: 'o1', warnings: [] }));
  console.on(
    readTaskLogs,
    () => new Response(`${JSON.stringify({ kind: 'line', at: '2026-01-01T00:00:00Z', text: 'no such database' })}\n`),
  );
  await screen.findByText('docker service scale web=5');
  await user.click(await scaleButton());
  await screen.findByText('Requested');
  act(() =>
    live.publish({
      ...({ id: 'o1', action: 'service.scale' } as OperationNews),
      state: 'settled',
      outcome: 'paused',
      outcomeText: `update paused due to failure or early termination of task ${bad.id}`,
      fault: null,
    }),
  );
  expect(await screen.findByText('no such database')).toBeTruthy();
  expect(screen.getByRole('heading', { name: 'The task that failed, slot 3' })).toBeTruthy();
  expect(screen.getByRole('link', { name: bad.id.slice(0, 12) }).getAttribute('href')).toBe(`/tasks?task=${bad.id}`);
  expect(screen.queryByRole('button', { name: 'Done' })).toBeNull();
  const later = aTask({ id: 'later', of: 'web', slot: 1, state: 'failed', createdAt: '2026-02-01T00:00:00.000Z' });
  act(() => live.showTasks(`service/${bad.serviceId}`, [later]));
  expect(screen.getByRole('heading', { name: 'The task that failed, slot 3' }), 'what is read stays').toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Roll back' }));
  expect(onRollback).toHaveBeenCalledOnce();
});
