import { act, screen, within } from '@testing-library/react';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { renderScreen } from '#components/testing/render-screen';
import { type Column, DataTable, type DataTableProps, type RowWindow } from './data-table';

interface Row {
  id: string;
  name: string;
  failed: number | null;
}
const ROWS: Row[] = [
  { id: 'a', name: 'web-10', failed: 2 },
  { id: 'b', name: 'web-9', failed: null },
  { id: 'c', name: 'api', failed: 5 },
];
const COLUMNS: Column<Row>[] = [
  { id: 'name', header: 'Name', card: 'title', sortBy: ({ name }) => name, cell: ({ name }) => name },
  { id: 'failed', header: 'Failed', sortsDownFirst: true, sortBy: ({ failed }) => failed, cell: (row) => row.failed },
  { id: 'note', header: 'Note', cell: () => null },
];
const table = (rows: Row[]) => (
  <DataTable
    label="Services"
    columns={COLUMNS}
    rows={rows}
    rowKey={({ id }) => id}
    rowHref={({ id }) => `/services/${id}`}
    sortedBy={{ id: 'name' }}
    empty={<p>Nothing here</p>}
  />
);
const names = () => screen.getAllByRole('link').map(({ textContent }) => textContent);

test('numbers in names sort as numbers, a column’s first press as it likes best, and what has no value comes last either way', async () => {
  const { user } = renderScreen(table(ROWS));
  expect(names()).toEqual(['api', 'web-9', 'web-10']);
  const failed = within(screen.getByRole('columnheader', { name: 'Failed' })).getByRole('button');
  await user.click(failed);
  expect(names()).toEqual(['api', 'web-10', 'web-9']);
  expect(screen.getByRole('columnheader', { name: 'Failed' }).getAttribute('aria-sort')).toBe('descending');
  await user.click(failed);
  expect(names()).toEqual(['web-10', 'api', 'web-9']);
  expect(screen.queryByRole('button', { name: 'Note' })).toBeNull();
});

test('arrow keys, j and k, Home and End walk the rows’ links, and a row that changes keeps the focus', async () => {
  const { user, rerender } = renderScreen(table(ROWS));
  const focused = () => document.activeElement?.textContent;
  screen.getByRole('link', { name: 'api' }).focus();
  await user.keyboard('{ArrowDown}');
  expect(focused()).toBe('web-9');
  await user.keyboard('j');
  expect(focused()).toBe('web-10');
  await user.keyboard('{Home}');
  expect(focused()).toBe('api');
  await user.keyboard('{End}k');
  expect(focused()).toBe('web-9');
  rerender(table(ROWS.map((row) => ({ ...row, failed: 9 }))));
  expect(focused()).toBe('web-9');
});

test('a press anywhere in a row goes where its link does', async () => {
  const { user } = renderScreen(table(ROWS));
  const pressed: string[] = [];
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (link) pressed.push(link.getAttribute('href') ?? '');
    event.preventDefault();
  });
  await user.click(screen.getByRole('cell', { name: '5' }));
  expect(pressed).toContain('/services/c');
});

test('without rows it says so in its own words', () => {
  renderScreen(table([]));
  expect(screen.getByText('Nothing here')).toBeTruthy();
  expect(screen.queryByRole('table')).toBeNull();
});

const MANY = 100_000;
const ROW_PX = 37;

interface Far {
  id: string;
}
type FarWindow = RowWindow<Far>;

/** A window on 100,000 rows. happy-dom has no layout, so it gets a desktop's width here. */
function drawn(rows: Partial<FarWindow> = {}, props: Partial<DataTableProps<Far>> = {}) {
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(1200);
  onTestFinished(() => {
    vi.restoreAllMocks();
    Object.assign(window, { scrollY: 0 });
  });
  const onRange = vi.fn();
  const onSort = vi.fn();
  const far = (more: Partial<FarWindow> = {}) => (
    <DataTable<Far>
      label="Tasks"
      columns={[
        { id: 'task', header: 'Task', sorts: true, cell: ({ id }) => id },
        { id: 'since', header: 'Since', sorts: true, sortsDownFirst: true, cell: () => '1 s' },
      ]}
      rows={{
        total: MANY,
        at: (index) => ({ id: `task-${index}` }),
        sorting: { id: 'task', descending: false },
        onSort,
        onRange,
        ...rows,
        ...more,
      }}
      rowKey={({ id }) => id}
      rowHref={({ id }) => `/tasks/${id}`}
      empty={<p>No task</p>}
      {...props}
    />
  );
  const { user, rerender } = renderScreen(far());
  return { user, onRange, onSort, change: (more: Partial<FarWindow>) => rerender(far(more)) };
}

const scrollTo = (row: number) =>
  act(() => {
    Object.assign(window, { scrollY: row * ROW_PX });
    window.dispatchEvent(new Event('scroll'));
  });

describe('a window on rows that are elsewhere', () => {
  test('of a hundred thousand rows those in sight are drawn, and all are counted', () => {
    drawn();
    expect(screen.getByRole('table').getAttribute('aria-rowcount')).toBe(String(MANY + 1));
    expect(names()[0]).toBe('task-0');
    expect(names().length).toBeLessThan(80);
  });

  test('scrolled far away it draws the rows there, and asks for them', async () => {
    const { onRange } = drawn();
    scrollTo(50_000);
    expect(names()).toContain('task-50000');
    expect(names()).not.toContain('task-0');
    expect(screen.getByRole('row', { name: /task-50000/ }).getAttribute('aria-rowindex')).toBe('50002');
    await vi.waitFor(() => {
      const [from, to] = onRange.mock.lastCall ?? [];
      expect(from).toBeLessThanOrEqual(50_000);
      expect(to).toBeGreaterThan(50_020);
    });
  });

  test('rows that come and go elsewhere move nothing that is in sight', () => {
    const { change } = drawn();
    scrollTo(50_000);
    const room = () => document.querySelector<HTMLElement>('tbody td[style]')?.style.height;
    const before = room();
    change({ total: MANY + 500 });
    expect(room()).toBe(before);
    expect(window.scrollY).toBe(50_000 * ROW_PX);
    expect(names()).toContain('task-50000');
  });

  test('a row that has not arrived holds its place and says so, and becomes a link when it has', () => {
    const { change } = drawn({ at: () => undefined });
    expect(screen.queryAllByRole('link')).toHaveLength(0);
    expect(screen.getAllByRole('img', { name: 'Loading…' }).length).toBeGreaterThan(10);
    change({ at: (index) => ({ id: `task-${index}` }) });
    expect(screen.getByRole('link', { name: 'task-3' }).getAttribute('href')).toBe('/tasks/task-3');
  });

  test('the focus stays at its place while rows are exchanged', async () => {
    const { user, change } = drawn();
    screen.getByRole('link', { name: 'task-0' }).focus();
    await user.keyboard('{ArrowDown}j');
    expect(document.activeElement?.textContent).toBe('task-2');
    change({ at: (index) => ({ id: `other-${index}` }) });
    expect(document.activeElement?.textContent).toBe('other-2');
  });

  test('End leads to the last of all rows, though it was not drawn', async () => {
    const { user } = drawn();
    vi.spyOn(document.documentElement, 'scrollHeight', 'get').mockReturnValue(MANY * ROW_PX);
    vi.spyOn(window, 'scrollTo').mockImplementation((...to: unknown[]) => {
      const [{ top = 0 }] = to as [{ top?: number }];
      scrollTo(top / ROW_PX);
    });
    screen.getByRole('link', { name: 'task-0' }).focus();
    await user.keyboard('{End}');
    await vi.waitFor(() => expect(document.activeElement?.textContent).toBe(`task-${MANY - 1}`));
  });

  test('a head sorts where the rows are, in the direction that its column likes best first', async () => {
    const { user, onSort } = drawn();
    await user.click(within(screen.getByRole('columnheader', { name: 'Since' })).getByRole('button'));
    await user.click(within(screen.getByRole('columnheader', { name: 'Task' })).getByRole('button'));
    expect(onSort.mock.calls).toEqual([
      ['since', true],
      ['task', true],
    ]);
  });

  test('a row opens in place where the screen has it so', async () => {
    const onOpen = vi.fn();
    const { user } = drawn({}, { onOpen });
    await user.click(screen.getByRole('link', { name: 'task-1' }));
    expect(onOpen).toHaveBeenCalledExactlyOnceWith({ id: 'task-1' });
  });

  test('it is not known how many there are, or there are none', () => {
    const { change } = drawn({ total: undefined });
    expect(screen.queryByRole('table')).toBeNull();
    change({ total: 0 });
    expect(screen.getByText('No task')).toBeTruthy();
  });
});

test('of five thousand rows that are here those in sight are drawn, sorted among all', () => {
  const many = Array.from({ length: 5000 }, (_, at) => ({ id: `${at}`, name: `web-${5000 - at}`, failed: null }));
  renderScreen(table(many));
  expect(names()[0]).toBe('web-1');
  expect(names().length).toBeLessThan(80);
  expect(screen.getByRole('table').getAttribute('aria-rowcount')).toBe('5001');
});
