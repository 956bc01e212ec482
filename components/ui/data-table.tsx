'use client';

import {
  createColumnHelper,
  createSortedRowModel,
  FlexRender,
  type RowData,
  rowSortingFeature,
  type SortingState,
  sortFn_alphanumeric,
  sortFn_basic,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useMemo, useRef, useState } from 'react';
import { cn } from './class-names';
import { UiLink } from './ui-link';

const features = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns: { alphanumeric: sortFn_alphanumeric, basic: sortFn_basic },
});

export interface Column<Row extends RowData> {
  id: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** What the column is sorted by; without it, it is not. */
  sortBy?: (row: Row) => string | number;
  /** 1 is always in sight, 2 from 768 px on, 3 from 1100 px on. */
  priority?: 1 | 2 | 3;
  align?: 'right';
  className?: string;
}

export interface DataTableProps<Row extends RowData> {
  /** What the table holds, for screen readers. */
  label: string;
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  rowKey: (row: Row) => string;
  /** Where a row leads: its first cell becomes the link, the whole row its target. */
  rowHref?: (row: Row) => string;
  /** A second line beneath the first cell where the other columns have no room. */
  narrow?: (row: Row) => ReactNode;
  sortedBy?: { id: string; desc?: boolean };
  /** Shown in place of rows. */
  empty: ReactNode;
}

const ROW_PX = 40;
/** From here on only rows in sight are in the page. */
const VIRTUAL_FROM = 120;
const SHOWN_FROM = { 1: '', 2: 'max-md:hidden', 3: 'max-[1100px]:hidden' };

/** Rows that can be sorted, walked by arrow keys and opened; fluid with thousands of them. */
export function DataTable<Row extends RowData>(props: DataTableProps<Row>) {
  const { label, rows, columns, rowKey, rowHref, narrow, sortedBy, empty } = props;
  const [sorting, setSorting] = useState<SortingState>(
    sortedBy ? [{ id: sortedBy.id, desc: sortedBy.desc ?? false }] : [],
  );
  const definitions = useMemo(() => {
    const helper = createColumnHelper<typeof features, Row>();
    return helper.columns(
      columns.map(({ id, header, sortBy }) =>
        helper.accessor((row) => sortBy?.(row) ?? '', {
          id,
          header,
          enableSorting: sortBy !== undefined,
          sortFn: (a, b) => compare(a.getValue(id), b.getValue(id)),
        }),
      ),
    );
  }, [columns]);
  const table = useTable({
    features,
    columns: definitions,
    data: rows as Row[],
    getRowId: rowKey,
    state: { sorting },
    onSortingChange: setSorting,
    enableSortingRemoval: false,
  });
  const sorted = table.getRowModel().rows;
  const body = useRef<HTMLTableSectionElement>(null);
  const virtual = useWindowVirtualizer({
    count: sorted.length,
    estimateSize: () => ROW_PX,
    overscan: 16,
    scrollMargin: body.current?.offsetTop ?? 0,
    enabled: sorted.length >= VIRTUAL_FROM,
  });
  if (rows.length === 0) return empty;

  const whole = sorted.length < VIRTUAL_FROM;
  const inSight = whole ? [] : virtual.getVirtualItems();
  const shown = whole ? sorted : inSight.flatMap(({ index }) => sorted[index] ?? []);
  const above = (inSight[0]?.start ?? 0) - (whole ? 0 : virtual.options.scrollMargin);
  const below = whole ? 0 : virtual.getTotalSize() - ((inSight.at(-1)?.end ?? 0) - virtual.options.scrollMargin);

  return (
    <table
      aria-label={label}
      aria-rowcount={sorted.length + 1}
      className="w-full border-collapse text-sm"
      onKeyDown={walk}
    >
      <thead className="sticky top-(--bar) z-10 bg-surface">
        <tr>
          {table.getHeaderGroups()[0]?.headers.map((header, at) => {
            const column = columns[at] as Column<Row>;
            const direction = header.column.getIsSorted();
            return (
              <th
                key={header.id}
                scope="col"
                aria-sort={direction === 'asc' ? 'ascending' : direction === 'desc' ? 'descending' : undefined}
                className={cn(
                  'h-9 border-line border-b px-3 text-left font-medium text-ink-muted text-xs first:pl-4 last:pr-4',
                  column.align === 'right' && 'text-right',
                  SHOWN_FROM[column.priority ?? 1],
                  column.className,
                )}
              >
                {column.sortBy ? (
                  <button
                    type="button"
                    onClick={header.column.getToggleSortingHandler()}
                    className="target inline-flex items-center gap-1 rounded-xs hover:text-ink"
                  >
                    <FlexRender header={header} />
                    {direction === 'asc' && <ArrowUp aria-hidden="true" className="size-3" />}
                    {direction === 'desc' && <ArrowDown aria-hidden="true" className="size-3" />}
                  </button>
                ) : (
                  <FlexRender header={header} />
                )}
              </th>
            );
          })}
        </tr>
      </thead>
      <tbody ref={body}>
        {above > 0 && <Gap height={above} />}
        {shown.map((row, at) => (
          <tr
            key={row.id}
            aria-rowindex={(inSight[at]?.index ?? at) + 2}
            className="relative h-10 border-line border-b transition-colors duration-100 last:border-b-0 has-[a:hover]:bg-hover has-[a:focus-visible]:bg-hover"
          >
            {columns.map((column, place) => (
              <td
                key={column.id}
                className={cn(
                  'px-3 py-1.5 align-middle first:pl-4 last:pr-4',
                  column.align === 'right' && 'text-right tabular-nums',
                  SHOWN_FROM[column.priority ?? 1],
                  column.className,
                )}
              >
                {place === 0 && rowHref ? (
                  <UiLink
                    href={rowHref(row.original)}
                    data-row-link=""
                    className="rounded-xs font-medium text-ink after:absolute after:inset-0 hover:underline"
                  >
                    {column.cell(row.original)}
                  </UiLink>
                ) : (
                  column.cell(row.original)
                )}
                {place === 0 && narrow && (
                  <div className="mt-0.5 text-ink-muted text-xs md:hidden">{narrow(row.original)}</div>
                )}
              </td>
            ))}
          </tr>
        ))}
        {below > 0 && <Gap height={below} />}
      </tbody>
    </table>
  );
}

/** Room for the rows that are not in the page. */
function Gap({ height }: { height: number }) {
  return (
    <tr role="presentation">
      <td style={{ height }} />
    </tr>
  );
}

const collator = new Intl.Collator(undefined, { numeric: true });
const compare = (a: unknown, b: unknown): number =>
  typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(String(a), String(b));

/** ↑ and ↓ (or k and j) go from row to row. */
function walk(event: KeyboardEvent<HTMLTableElement>): void {
  const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key];
  if (!step || event.metaKey || event.ctrlKey || event.altKey) return;
  const links = [...event.currentTarget.querySelectorAll<HTMLAnchorElement>('a[data-row-link]')];
  const at = links.indexOf(document.activeElement as HTMLAnchorElement);
  if (at < 0) return;
  event.preventDefault();
  links[at + step]?.focus();
}
