'use client';

import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, memo, type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { cn } from './class-names';
import { COVERS_ROW, NOTHING_BREATHES, pressRow, useUntouchedWhileScrolled } from './near-row';
import { ROW_EDGE } from './row-edge';
import { RowOrder } from './row-order';
import { rowToGo } from './row-walk';
import { SkeletonRows } from './skeleton';
import { SortSelect } from './sort-select';
import { type OnSort, type Sorting, TableHead } from './table-head';
import type { Tone } from './tone';
import { UiLink } from './ui-link';
import { useUi } from './ui-provider';

export interface Column<Row> {
  id: string;
  header: string;
  /** null: nothing to say, and no place on a card. */
  cell: (row: Row) => ReactNode;
  /** What to sort by; without it the column can't be sorted. null sorts last either way. */
  sortBy?: (row: Row) => string | number | null;
  /** The first press sorts high to low: ages, counts of trouble. */
  sortsDownFirst?: boolean;
  align?: 'right';
  /** A width class ("w-40"). Columns without one share the rest. */
  className?: string;
  /** 1 always in sight (default), 2 from 768 px of table width, 3 from 1024. */
  priority?: 1 | 2 | 3;
  /** Its place when rows become cards below 512 px of table width: first line, its right end, second line, or left out (default for 2 and 3: hidden, for 1: line). */
  card?: 'title' | 'aside' | 'line' | 'hidden';
  /** On the second line of a card: the header goes before the value. */
  cardLabel?: boolean;
  /** May take several lines instead of being cut off. */
  wraps?: boolean;
}

export interface DataTableProps<Row> {
  /** What the table holds, for screen readers. */
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** The whole row leads there; the link is the cell of the first column with card: 'title', else of the first column. */
  rowHref?: (row: Row) => string | null;
  /** Marks a row at its edge: the failing one among two thousand. */
  rowTone?: (row: Row) => Tone | null;
  sortedBy?: { id: string; desc?: boolean };
  /** In place of rows when there are none. */
  empty: ReactNode;
  loading?: boolean;
  /** Off where the table does not scroll with the page. */
  sticky?: boolean;
}

/** Above so many rows only those in sight are drawn. */
const DRAWN_WHOLE = 100;
const ROW_PX = 37;

const PRIORITY = { 1: '', 2: '@max-3xl:hidden', 3: '@max-5xl:hidden' };
const CARD = {
  title: '@max-lg:order-1 @max-lg:block @max-lg:min-w-0 @max-lg:flex-1 @max-lg:basis-1/2',
  aside: '@max-lg:order-2 @max-lg:block',
  line: '@max-lg:order-4 @max-lg:block @max-lg:text-xs @max-lg:text-ink-muted',
  hidden: '@max-lg:hidden',
};

const cardOf = <Row,>(column: Column<Row>, titleId: string | undefined) =>
  column.id === titleId ? 'title' : (column.card ?? ((column.priority ?? 1) === 1 ? 'line' : 'hidden'));

/** A list to scan: sorts, scrolls through thousands, is walked with ↑ ↓ (or j k), and turns into cards where it is narrow. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, columns, rows, rowKey, rowHref, rowTone, sortedBy, empty, loading, sticky = true } = props;
  const { locale } = useUi();
  const collator = useMemo(() => new Intl.Collator(locale, { numeric: true, sensitivity: 'base' }), [locale]);
  const [sorting, setSorting] = useState<Sorting | null>(
    sortedBy ? { id: sortedBy.id, descending: sortedBy.desc ?? false } : null,
  );
  const sort: OnSort = (id, descending) => setSorting({ id, descending });
  const [order] = useState(() => new RowOrder<Row>());
  const sortBy = columns.find(({ id }) => id === sorting?.id)?.sortBy ?? null;
  const sorted = order.sorted(rows, rowKey, sortBy, sorting?.descending ?? false, collator);

  const body = useRef<HTMLTableSectionElement>(null);
  const [top, setTop] = useState<number | null>(null);
  useEffect(() => {
    const place = () => body.current && setTop(body.current.getBoundingClientRect().top + window.scrollY);
    place();
    const watch = new ResizeObserver(place);
    watch.observe(document.body);
    return () => watch.disconnect();
  }, []);
  const virtual = sorted.length > DRAWN_WHOLE;
  const virtualizer = useWindowVirtualizer({
    count: sorted.length,
    enabled: virtual && top !== null,
    estimateSize: () => ROW_PX,
    overscan: 16,
    scrollMargin: top ?? 0,
    getItemKey: (index) => {
      const row = sorted[index];
      return row ? rowKey(row) : index;
    },
  });
  useUntouchedWhileScrolled(body);
  const inSight = virtualizer.getVirtualItems();
  const first = inSight[0];
  const last = inSight.at(-1);
  const before = virtual && first ? first.start - (top ?? 0) : 0;
  const after = virtual && last ? virtualizer.getTotalSize() - (last.end - (top ?? 0)) : 0;
  const drawn = virtual
    ? inSight.length > 0
      ? inSight.map(({ index }) => ({ index, row: sorted[index] }))
      : sorted.slice(0, DRAWN_WHOLE / 4).map((row, index) => ({ index, row }))
    : sorted.map((row, index) => ({ index, row }));

  const linkAt = useCallback(
    (index: number) => body.current?.querySelector<HTMLElement>(`tr[data-index="${index}"] [data-row-link]`),
    [],
  );
  const walk = (event: KeyboardEvent) => {
    const target = rowToGo(event, sorted.length);
    if (target === null) return;
    event.preventDefault();
    const link = linkAt(target);
    if (link) return link.focus();
    virtualizer.scrollToIndex(target, { align: 'center' });
    // The row is drawn on one of the next frames.
    const look = (frames: number) =>
      requestAnimationFrame(() => {
        const found = linkAt(target);
        if (found) found.focus();
        else if (frames > 0) look(frames - 1);
      });
    look(20);
  };

  if (loading) return <SkeletonRows />;
  if (sorted.length === 0) return <>{empty}</>;

  const titleId = (columns.find((column) => column.card === 'title') ?? columns[0])?.id;
  const sortable = columns.filter((column) => column.sortBy);

  return (
    <div className="@container min-w-0">
      {sortable.length > 1 && (
        <div className="hidden justify-end border-line border-b px-3 py-1.5 @max-lg:flex">
          <SortSelect columns={sortable} sorting={sorting} onSort={sort} />
        </div>
      )}
      <table
        aria-rowcount={sorted.length + 1}
        className="w-full table-fixed border-separate border-spacing-0 text-sm @max-lg:block"
      >
        <caption className="sr-only">{label}</caption>
        <thead className={cn(sticky && 'sticky top-(--bar) z-20', '@max-lg:hidden')}>
          <tr aria-rowindex={1}>
            {columns.map((column) => (
              <TableHead
                key={column.id}
                column={column}
                sorts={column.sortBy !== undefined}
                sorting={sorting}
                onSort={sort}
                className={cn(column.className, PRIORITY[column.priority ?? 1])}
              />
            ))}
          </tr>
        </thead>
        <tbody
          ref={body}
          onKeyDown={walk}
          onClick={pressRow}
          className={cn('@max-lg:block', virtual && NOTHING_BREATHES)}
        >
          {before > 0 && <Gap height={before} />}
          {drawn.map(({ index, row }) => {
            if (row === undefined) return null;
            const id = rowKey(row);
            return (
              <DataRow
                key={id}
                id={id}
                index={index}
                row={row}
                columns={columns}
                titleId={titleId}
                href={rowHref?.(row) ?? null}
                tone={rowTone?.(row) ?? null}
                measure={virtual ? virtualizer.measureElement : undefined}
              />
            );
          })}
          {after > 0 && <Gap height={after} />}
        </tbody>
      </table>
    </div>
  );
}

interface RowProps<Row> {
  id: string;
  index: number;
  row: Row;
  columns: readonly Column<Row>[];
  titleId: string | undefined;
  href: string | null;
  tone: Tone | null;
  measure: ((element: HTMLTableRowElement | null) => void) | undefined;
}

/** Drawn again only when its own object is another one: most turns of the wheel and most changes are not about it. */
const DataRow = memo(function DataRow<Row>({ id, index, row, columns, titleId, href, tone, measure }: RowProps<Row>) {
  return (
    <tr
      ref={measure}
      data-index={index}
      data-row={id}
      aria-rowindex={index + 2}
      className={cn(
        'near:relative scroll-mt-24 scroll-mb-16 [&:last-child>td]:border-b-0',
        '@max-lg:flex @max-lg:flex-wrap @max-lg:items-center @max-lg:gap-x-3 @max-lg:gap-y-0.5 @max-lg:border-line @max-lg:border-b @max-lg:px-4 @max-lg:py-2.5 @max-lg:last:border-b-0',
        '@max-lg:before:order-3 @max-lg:before:h-0 @max-lg:before:basis-full',
        href && 'hover:bg-hover',
        tone && ROW_EDGE[tone],
      )}
    >
      {columns.map((column) => {
        const card = cardOf(column, titleId);
        const content = column.cell(row);
        return (
          <td
            key={column.id}
            className={cn(
              'h-9 border-line/70 border-b px-3 py-1 align-middle first:pl-4 last:pr-4 @max-lg:h-auto @max-lg:border-0 @max-lg:p-0! @max-lg:text-left',
              column.align === 'right' && 'text-right tabular-nums',
              column.wraps ? '[overflow-wrap:anywhere]' : 'truncate',
              PRIORITY[column.priority ?? 1],
              CARD[card],
              content === null && '@max-lg:hidden',
            )}
          >
            {column.cardLabel && card === 'line' && content !== null && (
              <span className="hidden text-ink-faint @max-lg:inline">{column.header} </span>
            )}
            {column.id === titleId && href ? (
              <UiLink href={href} data-row-link="" className={cn('font-medium text-ink', COVERS_ROW)}>
                {content}
              </UiLink>
            ) : (
              content
            )}
          </td>
        );
      })}
    </tr>
  );
}) as <Row>(props: RowProps<Row>) => ReactNode;

/** The room of the rows that are not drawn. One cell only: one that spanned hidden columns would bring them back. */
function Gap({ height }: { height: number }) {
  return (
    <tr className="@max-lg:block">
      <td style={{ height }} className="p-0 @max-lg:block" />
    </tr>
  );
}
