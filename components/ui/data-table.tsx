'use client';

import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, type RefObject, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { cn } from './class-names';
import { CARD_PX, CARDS_BELOW_PX, type Column, DataRow, Gap, PRIORITY, ROW_PX } from './data-row';
import { NOTHING_BREATHES, pressRow, useUntouchedWhileScrolled } from './near-row';
import { RowOrder } from './row-order';
import { useRowWalk } from './row-walk';
import { isWindow, type RowWindow, useReportedRange } from './row-window';
import { SkeletonRows } from './skeleton';
import { SortSelect } from './sort-select';
import { type OnSort, type Sorting, TableHead } from './table-head';
import type { Tone } from './tone';
import { useUi } from './ui-provider';

export type { Column } from './data-row';
export type { RowWindow } from './row-window';

export interface DataTableProps<Row> {
  /** What the table holds, for screen readers. */
  label: string;
  columns: readonly Column<Row>[];
  /** All rows, sorted here; or a window on remote rows, each of which takes one line (two as a card). */
  rows: readonly Row[] | RowWindow<Row>;
  rowKey: (row: Row) => string;
  /**
   * The address of the whole row; the link is in the cell of the first column with card: 'title', else of the first
   * column.
   */
  rowHref?: (row: Row) => string | null;
  /** Instead of navigating, where a row is opened on this page. */
  onOpen?: (row: Row) => void;
  /** Marks a row at its edge: the failing one among two thousand. */
  rowTone?: (row: Row) => Tone | null;
  sortedBy?: { id: string; desc?: boolean };
  /** Shown when there are no rows. */
  empty: ReactNode;
  loading?: boolean;
  /** Off where the table does not scroll with the page. */
  sticky?: boolean;
}

/** Above this number only rows in view are rendered. */
const DRAWN_WHOLE = 100;
/** Rendered before the table knows its place on the page. */
const DRAWN_FIRST = 25;
/** Heights of the sticky bars at the top, and at a phone's bottom. */
const COVERED = { top: 88, bottom: 72 };

/**
 * A list: sorts, scrolls through 100,000 rows, is navigated with ↑ ↓ (or j k), and turns into cards where it is narrow.
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, columns, rowKey, rowHref, onOpen, rowTone, empty, loading, sticky = true } = props;
  const body = useRef<HTMLTableSectionElement>(null);
  const { count, at, sorting, onSort, onRange } = useRows(props);
  const fixed = onRange !== undefined;
  const { top, narrow } = usePlace(body, !loading && count !== undefined && count > 0);
  const virtual = (count ?? 0) > DRAWN_WHOLE;
  const rowPx = narrow ? CARD_PX : ROW_PX;
  const keyOf = (row: Row | undefined, index: number) => (row === undefined ? index : rowKey(row));
  const virtualizer = useWindowVirtualizer({
    count: count ?? 0,
    enabled: virtual && top !== null,
    estimateSize: () => rowPx,
    getItemKey: fixed ? undefined : (index) => keyOf(at(index), index),
    overscan: 16,
    scrollMargin: top ?? 0,
    scrollPaddingStart: COVERED.top,
    scrollPaddingEnd: COVERED.bottom,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: measurements are invalid in the other layout
  useLayoutEffect(() => virtualizer.measure(), [virtualizer, rowPx]);
  useUntouchedWhileScrolled(body);
  const walk = useRowWalk(body, count ?? 0, (index) => virtualizer.scrollToIndex(index));

  const inSight = virtual ? virtualizer.getVirtualItems() : [];
  const start = inSight[0]?.index ?? 0;
  const end = (inSight.at(-1)?.index ?? (virtual ? DRAWN_FIRST : (count ?? 0)) - 1) + 1;
  useReportedRange(start, end, onRange);

  const sort: OnSort = (id, descending) => {
    onSort(id, descending);
    const head = Math.max(0, (top ?? 0) - COVERED.top);
    if (virtual && window.scrollY > head) window.scrollTo({ top: head });
  };

  if (loading || count === undefined) return <SkeletonRows rows={fixed ? 12 : undefined} />;
  if (count === 0) return <>{empty}</>;

  const before = inSight[0] ? inSight[0].start - (top ?? 0) : 0;
  const last = inSight.at(-1);
  const after = last ? virtualizer.getTotalSize() - (last.end - (top ?? 0)) : 0;
  const titleId = (columns.find((column) => column.card === 'title') ?? columns[0])?.id;
  const sorts = (column: Column<Row>) => (fixed ? column.sorts === true : column.sortBy !== undefined);
  const sortable = columns.filter(sorts);
  const keys = new Set<string>();

  return (
    <div className="@container min-w-0">
      {sortable.length > 1 && (
        <div className="hidden justify-end border-line border-b px-3 py-1.5 @max-lg:flex">
          <SortSelect columns={sortable} sorting={sorting} onSort={sort} />
        </div>
      )}
      <table
        aria-rowcount={count + 1}
        className={cn(
          'w-full table-fixed border-separate border-spacing-0 text-sm @max-lg:block',
          virtual && '[overflow-anchor:none]',
        )}
      >
        <caption className="sr-only">{label}</caption>
        <thead className={cn(sticky && 'sticky top-(--bar) z-20', '@max-lg:hidden')}>
          <tr aria-rowindex={1}>
            {columns.map((column) => (
              <TableHead
                key={column.id}
                column={column}
                sorts={sorts(column)}
                sorting={sorting}
                onSort={sort}
                className={cn(column.className, PRIORITY[column.priority ?? 1])}
              />
            ))}
          </tr>
        </thead>
        <tbody
          ref={body}
          onKeyDown={walk.onKeyDown}
          onFocus={walk.onFocus}
          onClick={pressRow}
          className={cn('@max-lg:block', virtual && NOTHING_BREATHES)}
        >
          {before > 0 && <Gap height={before} />}
          {Array.from({ length: end - start }, (_, place) => {
            const index = start + place;
            const row = at(index);
            // While a window's rows load, one row may be at two places.
            const id = row === undefined ? undefined : rowKey(row);
            const key = id === undefined || keys.has(id) ? `at ${index}` : id;
            keys.add(key);
            return (
              <DataRow
                key={key}
                index={index}
                row={row}
                columns={columns}
                titleId={titleId}
                href={row === undefined ? null : (rowHref?.(row) ?? null)}
                onOpen={onOpen}
                tone={row === undefined ? null : (rowTone?.(row) ?? null)}
                fixed={fixed}
                measure={virtual && !fixed ? virtualizer.measureElement : undefined}
              />
            );
          })}
          {after > 0 && <Gap height={after} />}
        </tbody>
      </table>
    </div>
  );
}

interface Rows<Row> {
  count: number | undefined;
  at: (index: number) => Row | undefined;
  sorting: Sorting | null;
  onSort: OnSort;
  onRange: RowWindow<Row>['onRange'] | undefined;
}

const NONE: readonly never[] = [];

/** The rows in order, sorted here or elsewhere. */
function useRows<Row>({ rows, columns, rowKey, sortedBy }: DataTableProps<Row>): Rows<Row> {
  const { locale } = useUi();
  const collator = useMemo(() => new Intl.Collator(locale, { numeric: true, sensitivity: 'base' }), [locale]);
  const [sorting, setSorting] = useState<Sorting | null>(
    sortedBy ? { id: sortedBy.id, descending: sortedBy.desc ?? false } : null,
  );
  const [order] = useState(() => new RowOrder<Row>());
  const sortBy = columns.find(({ id }) => id === sorting?.id)?.sortBy ?? null;
  const sorted = order.sorted(isWindow(rows) ? NONE : rows, rowKey, sortBy, sorting?.descending ?? false, collator);
  if (isWindow(rows)) return { ...rows, count: rows.total };
  return {
    count: sorted.length,
    at: (index) => sorted[index],
    sorting,
    onSort: (id, descending) => setSorting({ id, descending }),
    onRange: undefined,
  };
}

/** The table's offset on the page, and whether rows are cards. */
function usePlace(body: RefObject<HTMLElement | null>, isDrawn: boolean): { top: number | null; narrow: boolean } {
  const [place, setPlace] = useState<{ top: number | null; narrow: boolean }>({ top: null, narrow: false });
  useEffect(() => {
    if (!isDrawn) return;
    const look = () => {
      if (!body.current) return;
      const top = Math.round(body.current.getBoundingClientRect().top + window.scrollY);
      const narrow = (body.current.closest('table')?.clientWidth ?? CARDS_BELOW_PX) < CARDS_BELOW_PX;
      setPlace((known) => (known.top === top && known.narrow === narrow ? known : { top, narrow }));
    };
    look();
    const watch = new ResizeObserver(look);
    watch.observe(document.body);
    return () => watch.disconnect();
  }, [body, isDrawn]);
  return place;
}
