import { act, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { renderScreen } from '#components/testing/render-screen';
import { WindowTable, type WindowTableProps } from './window-table';

interface Row {
  id: string;
}
const TOTAL = 100_000;
const HEIGHT = 37;

// A document without a layout has no widths: it is as wide as a desk's here.
beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(1200);
});
afterEach(() => {
  vi.restoreAllMocks();
  Object.assign(window, { scrollY: 0 });
});

/** A table of 100,000 rows of which those up to `here` have arrived. */
function drawn(says: Partial<WindowTableProps<Row>> = {}) {
  const onRange = vi.fn();
  const onSort = vi.fn();
  const table = (more: Partial<WindowTableProps<Row>> = {}) => (
    <WindowTable<Row>
      label="Tasks"
      columns={[
        { id: 'task', header: 'Task', sorts: true, cell: ({ id }) => id },
        { id: 'since', header: 'Since', sorts: true, sortsDownFirst: true, cell: () => '1 s' },
      ]}
      total={TOTAL}
      row={(index) => ({ id: `task-${index}` })}
      rowKey={({ id }) => id}
      rowHref={({ id }) => `/tasks/${id}`}
      card={({ id }) => ({ title: id, line: '' })}
      sortedBy={{ id: 'task', descending: false }}
      onSort={onSort}
      onRange={onRange}
      empty={<p>No task</p>}
      {...says}
      {...more}
    />
  );
  const { user, rerender } = renderScreen(table());
  const scrollTo = (row: number) =>
    act(() => {
      Object.assign(window, { scrollY: row * HEIGHT });
      window.dispatchEvent(new Event('scroll'));
    });
  return { user, onRange, onSort, scrollTo, change: (more: Partial<WindowTableProps<Row>>) => rerender(table(more)) };
}

const rowsDrawn = () => screen.getAllByRole('link').map(({ textContent }) => textContent);

test('of a hundred thousand rows those in sight are drawn, and all are counted', () => {
  drawn();
  expect(screen.getByRole('table').getAttribute('aria-rowcount')).toBe(String(TOTAL + 1));
  expect(rowsDrawn()[0]).toBe('task-0');
  expect(rowsDrawn().length).toBeLessThan(80);
});

test('scrolled far away it draws the rows there, and asks for them', async () => {
  const { onRange, scrollTo } = drawn();
  scrollTo(50_000);
  expect(rowsDrawn()).toContain('task-50000');
  expect(rowsDrawn()).not.toContain('task-0');
  expect(screen.getByRole('row', { name: /task-50000/ }).getAttribute('aria-rowindex')).toBe('50002');
  await vi.waitFor(() => {
    const [from, to] = onRange.mock.lastCall ?? [];
    expect(from).toBeLessThanOrEqual(50_000);
    expect(to).toBeGreaterThan(50_020);
  });
});

test('a row that has not arrived holds its place and says so, and becomes a link when it has', () => {
  const { change } = drawn({ row: () => undefined });
  expect(screen.queryAllByRole('link')).toHaveLength(0);
  expect(screen.getAllByRole('img', { name: 'Loading…' }).length).toBeGreaterThan(10);
  change({ row: (index) => ({ id: `task-${index}` }) });
  expect(screen.getByRole('link', { name: 'task-3' }).getAttribute('href')).toBe('/tasks/task-3');
});

test('keys walk the rows, and the focus stays with its row while rows are exchanged', async () => {
  const { user, change } = drawn();
  screen.getByRole('link', { name: 'task-0' }).focus();
  await user.keyboard('{ArrowDown}j');
  expect(document.activeElement?.textContent).toBe('task-2');
  change({ row: (index) => ({ id: `other-${index}` }) });
  expect(document.activeElement?.textContent).toBe('other-2');
});

test('a head sorts by what it stands for, in the direction that it likes best first', async () => {
  const { user, onSort } = drawn();
  await user.click(within(screen.getByRole('columnheader', { name: 'Since' })).getByRole('button'));
  await user.click(within(screen.getByRole('columnheader', { name: 'Task' })).getByRole('button'));
  expect(onSort.mock.calls).toEqual([
    ['since', true],
    ['task', true],
  ]);
});

test('a row opens in place where the screen asks for that, and with a key held it is a link', async () => {
  const onOpen = vi.fn();
  const { user } = drawn({ onOpen });
  await user.click(screen.getByRole('link', { name: 'task-1' }));
  expect(onOpen).toHaveBeenCalledExactlyOnceWith({ id: 'task-1' });
});

test('nobody has said how many there are, or there are none', () => {
  const { change } = drawn({ total: undefined });
  expect(screen.queryByRole('table')).toBeNull();
  change({ total: 0 });
  expect(screen.getByText('No task')).toBeTruthy();
});
