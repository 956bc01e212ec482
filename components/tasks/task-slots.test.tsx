import { act, screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { renderScreen } from '#components/testing/render-screen';
import { aNode, aTask, aTaskId } from '#lib/domain/testing/builders';
import { TaskSlots } from './task-slots';

test('a press on a failed row leads to its task, and its logs are one press away', () => {
  const failed = aTask({
    id: 't1',
    of: 'web',
    on: 'w1',
    state: 'failed',
    error: 'task: non-zero exit (3)',
    exitCode: 3,
  });
  const { live } = renderScreen(
    <TaskSlots tasks={[failed]} by="slot" image="app:1" crashing={false} caption="Tasks of web" />,
  );
  act(() => live.show({ nodes: [aNode({ id: 'w1' })] }));
  const row = within(screen.getByRole('row', { name: /Failed/ }));
  expect(row.getByRole('link', { name: 'Failed' }).getAttribute('href')).toBe(`/tasks?task=${aTaskId('t1')}`);
  expect(row.getByRole('link', { name: /^Logs of task/ }).getAttribute('href')).toBe(`/tasks/${aTaskId('t1')}/logs`);
});

test('of twins by host name each is told apart', () => {
  const on = (id: string, node: string) => aTask({ id, of: 'web', on: node, slot: Number(id.slice(1)) });
  const { live } = renderScreen(
    <TaskSlots tasks={[on('t1', 'old'), on('t2', 'new')]} by="slot" image="app:1" crashing={false} caption="Tasks" />,
  );
  act(() =>
    live.show({ nodes: [aNode({ id: 'old', hostname: 'w1', state: 'down' }), aNode({ id: 'new', hostname: 'w1' })] }),
  );
  expect(screen.getAllByRole('link', { name: /^w1 \(/ }).map(({ textContent }) => textContent)).toEqual([
    'w1 (old000000000)',
    'w1 (new000000000)',
  ]);
});
