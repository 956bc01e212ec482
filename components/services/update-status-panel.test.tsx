import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { renderScreen } from '#components/testing/render-screen';
import { EMPTY_TALLY } from '#lib/domain/service/tally';
import { aService, aTask, aTaskId } from '#lib/domain/testing/builders';
import { UpdateStatusPanel } from './update-status-panel';

const status = (state: 'paused' | 'completed', message = '') => ({
  state,
  message,
  startedAt: '2026-01-01T11:00:00Z',
  completedAt: null,
});
const web = (updateStatus: ReturnType<typeof status>) => ({
  ...aService({ id: 'web', updateStatus }),
  tally: EMPTY_TALLY,
});
const NODES = new Map();

test('after a rollback it says to which revision and by whom, not that an update completed', () => {
  renderScreen(
    <UpdateStatusPanel
      service={web(status('completed'))}
      tasks={[]}
      nodes={NODES}
      restored={{ number: 2, by: 'Ada' }}
    />,
  );
  expect(screen.getByText(/Rolled back to #2 by Ada/)).toBeTruthy();
  expect(screen.queryByText(/Last update completed/)).toBeNull();
});

test('a paused update leads to the logs of the task that stopped it, for who may read logs', () => {
  const culprit = aTask({
    id: 'bad',
    of: 'web',
    on: 'w1',
    state: 'failed',
    exitCode: 3,
    error: 'task: non-zero exit (3)',
  });
  const message = `update paused due to failure or early termination of task ${culprit.id}`;
  const panel = <UpdateStatusPanel service={web(status('paused', message))} tasks={[culprit]} nodes={NODES} />;
  const { unmount } = renderScreen(panel, { role: 'operator' });
  expect(screen.getByRole('link', { name: 'Logs of this task' }).getAttribute('href')).toBe(
    `/tasks/${aTaskId('bad')}/logs`,
  );
  unmount();
  renderScreen(panel, { role: 'viewer' });
  expect(screen.queryByRole('link', { name: 'Logs of this task' })).toBeNull();
});

test('while the tasks are on their way nothing is said of them', () => {
  const panel = (tasks: [] | undefined) => (
    <UpdateStatusPanel service={web(status('paused'))} tasks={tasks} nodes={NODES} />
  );
  const { rerender } = renderScreen(panel(undefined));
  expect(screen.queryByText(/no longer remembers/)).toBeNull();
  expect(screen.queryByText(/tasks replaced/)).toBeNull();
  rerender(panel([]));
  expect(screen.getByText(/no longer remembers/)).toBeTruthy();
});
