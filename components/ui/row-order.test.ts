import { expect, test, vi } from 'vitest';
import { RowOrder } from './row-order';

interface Row {
  id: string;
  name: string;
  count: number | null;
}
const collator = new Intl.Collator('en', { numeric: true });
const id = (row: Row) => row.id;
const byCount = (row: Row) => row.count;
const byName = (row: Row) => row.name;
const rows: Row[] = [
  { id: 'a', name: 'web-10', count: 2 },
  { id: 'b', name: 'web-9', count: null },
  { id: 'c', name: 'api', count: 2 },
  { id: 'd', name: 'db', count: 5 },
];
const idsOf = (sorted: readonly Row[]) => sorted.map(id).join('');

test('rows without a key come last either way, equal ones as they came', () => {
  const order = new RowOrder<Row>();
  expect(idsOf(order.sorted(rows, id, byCount, false, collator))).toBe('acdb');
  expect(idsOf(order.sorted(rows, id, byCount, true, collator))).toBe('dacb');
  expect(idsOf(order.sorted(rows, id, byName, false, collator))).toBe('cdba');
});

test('rows that changed in something else are not compared again, and are the new ones', () => {
  const order = new RowOrder<Row>();
  const compare = vi.fn(collator.compare);
  const counted = { compare } as unknown as Intl.Collator;
  order.sorted(rows, id, byName, false, counted);
  compare.mockClear();
  const changed = rows.map((row) => ({ ...row, count: 7 }));
  const sorted = order.sorted(changed, id, byName, false, counted);
  expect(idsOf(sorted)).toBe('cdba');
  expect(sorted[0]).toBe(changed[2]);
  expect(compare).not.toHaveBeenCalled();
});

test('a key that changed, a row that came and another direction are', () => {
  const order = new RowOrder<Row>();
  order.sorted(rows, id, byCount, false, collator);
  const [a, b, c, d] = rows as [Row, Row, Row, Row];
  expect(idsOf(order.sorted([{ ...a, count: 9 }, b, c, d], id, byCount, false, collator))).toBe('cdab');
  expect(idsOf(order.sorted([a, b, c, d, { ...a, id: 'e', count: 0 }], id, byCount, false, collator))).toBe('eacdb');
  expect(idsOf(order.sorted(rows, id, byCount, true, collator))).toBe('dacb');
});
