import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { renderScreen } from '#components/testing/render-screen';
import { type Column, DataTable } from './data-table';

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
