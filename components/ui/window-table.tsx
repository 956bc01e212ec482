'use client';

import {
  type FocusEvent,
  type KeyboardEvent,
  type MouseEvent,
  memo,
  type ReactNode,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { cn } from './class-names';
import { COVERS_ROW, NOTHING_BREATHES, pressRow, useUntouchedWhileScrolled } from './near-row';
import { ROW_EDGE } from './row-edge';
import { indexOfRow, rowToGo } from './row-walk';
import { Skeleton, SkeletonRows } from './skeleton';
import { SortSelect } from './sort-select';
import { type OnSort, type Sorting, TableHead } from './table-head';
import type { Tone } from './tone';
import { UiLink } from './ui-link';
import { useUi } from './ui-provider';

export interface WindowColumn<Row> {
  id: string;
  header: string;
  /** One line: rows are all of one height, so that none has to be measured. */
  cell: (row: Row) => ReactNode;
  /** Its header sorts; who gives the rows does the sorting. */
  sorts?: boolean;
  /** The first press sorts high to low. */
  sortsDownFirst?: boolean;
  align?: 'right';
  /** A width class ("w-40"). Columns without one share the rest. */
  className?: string;
  /** 1 always in sight (default), 2 from 768 px of table width, 3 from 1024. */
  priority?: 1 | 2 | 3;
}

export interface WindowTableProps<Row> {
  label: string;
  /** The first one's cell becomes the row's link: no controls in it. */
  columns: readonly WindowColumn<Row>[];
  /** How many rows there are; undefined while nobody has said. */
  total: number | undefined;
  /** undefined: not here yet. */
  row: (index: number) => Row | undefined;
  rowKey: (row: Row) => string;
  rowHref: (row: Row) => string;
  /** In place of going there, where a row is opened on this page. */
  onOpen?: (row: Row) => void;
  rowTone?: (row: Row) => Tone | null;
  /** The row where the table is narrower than 512 px: two lines, beneath each other, of which the first is its link. */
  card: (row: Row) => { title: ReactNode; line: ReactNode };
  sortedBy: Sorting;
  onSort: OnSort;
  /** Which rows should be here, with those a little beyond; told when it changes. */
  onRange: (from: number, to: number) => void;
  empty: ReactNode;
}

const ROW_PX = 37;
const CARD_PX = 65;
/** Rows are drawn by so many, and asked for in blocks, so that not every turn of the wheel does either. */
const STEP = 8;
const BLOCK = 40;
const RESTS_MS = 80;
/** The widths from which more columns are in sight. */
const WIDTHS = [512, 768, 1024];
/** What sticks over the list's top, and at a phone's bottom. */
const COVERED = { top: 88, bottom: 72 };

/**
 * A list whose rows are elsewhere: 100,000 of them are asked for as they come into sight. Looks and walks like DataTable, but
 * sorts nothing and holds nothing.
 */
export function WindowTable<Row>(props: WindowTableProps<Row>) {
  const { label, columns, total, row, rowKey, rowHref, onOpen, rowTone, card, sortedBy, onSort, onRange, empty } =
    props;
  const { words } = useUi();
  const box = useRef<HTMLDivElement>(null);
  const body = useRef<HTMLTableSectionElement>(null);
  const { top, level } = usePlace(box, body);
  const narrow = level === 0;
  const rowPx = narrow ? CARD_PX : ROW_PX;
  const count = total ?? 0;
  const sight = useSight(top, rowPx);
  useUntouchedWhileScrolled(body);
  const end = Math.min(count, sight.to);
  const start = Math.min(sight.from, Math.max(0, end - STEP));

  const from = Math.max(0, Math.floor(start / BLOCK) - 1) * BLOCK;
  const to = (Math.floor(end / BLOCK) + 2) * BLOCK;
  useTold(from, to, onRange);

  const walk = useWalk(body, count, (index) => {
    if (top === null) return;
    const above = top + index * rowPx - COVERED.top;
    const below = top + (index + 1) * rowPx + COVERED.bottom - window.innerHeight;
    if (window.scrollY > above) window.scrollTo({ top: above });
    else if (window.scrollY < below) window.scrollTo({ top: below });
  });

  const sort = (id: string, descending: boolean) => {
    onSort(id, descending);
    const head = Math.max(0, (top ?? 0) - COVERED.top);
    if (window.scrollY > head) window.scrollTo({ top: head });
  };

  const shown = useMemo(
    () => columns.filter((column) => (column.priority ?? 1) <= Math.max(1, level)),
    [columns, level],
  );
  const drawn = Array.from({ length: end - start }, (_, place) => start + place);
  const sortable = columns.filter((column) => column.sorts);
  const keys = new Set<string>();

  return (
    <div ref={box} className="min-w-0">
      {total === undefined ? (
        <SkeletonRows rows={12} />
      ) : total === 0 ? (
        empty
      ) : (
        <>
          {narrow && (
            <div className="flex justify-end border-line border-b px-3 py-1.5">
              <SortSelect columns={sortable} sorting={sortedBy} onSort={sort} />
            </div>
          )}
          <table
            aria-rowcount={count + 1}
            className="w-full table-fixed border-separate border-spacing-0 text-sm [overflow-anchor:none]"
          >
            <caption className="sr-only">{label}</caption>
            <thead className={narrow ? 'sr-only' : 'sticky top-(--bar) z-20'}>
              <tr aria-rowindex={1}>
                {narrow ? (
                  <th scope="col">{label}</th>
                ) : (
                  shown.map((column) => (
                    <TableHead
                      key={column.id}
                      column={column}
                      sorts={column.sorts ?? false}
                      sorting={sortedBy}
                      onSort={sort}
                      className={column.className}
                    />
                  ))
                )}
              </tr>
            </thead>
            <tbody
              ref={body}
              onKeyDown={walk.onKeyDown}
              onClick={pressRow}
              onFocus={walk.onFocus}
              className={NOTHING_BREATHES}
            >
              {start > 0 && <Gap height={start * rowPx} columns={narrow ? 1 : shown.length} />}
              {drawn.map((index) => {
                const held = row(index);
                // While rows are on their way one may be told at two places.
                const id = held === undefined ? undefined : rowKey(held);
                const key = id === undefined || keys.has(id) ? `at ${index}` : id;
                keys.add(key);
                return (
                  <DrawnRow
                    key={key}
                    index={index}
                    row={held}
                    columns={shown as readonly WindowColumn<unknown>[]}
                    narrow={narrow}
                    // A row is given back only to the functions of the table that it came from.
                    card={card as CardOf}
                    href={rowHref as (row: unknown) => string}
                    tone={rowTone as ((row: unknown) => Tone | null) | undefined}
                    onOpen={onOpen as ((row: unknown) => void) | undefined}
                    coming={words.loading}
                  />
                );
              })}
              {end < count && <Gap height={(count - end) * rowPx} columns={narrow ? 1 : shown.length} />}
            </tbody>
          </table>
        </>
      )}
    </div>
  );
}

/** Where the rows begin on the page, and which of the widths the table has reached. */
function usePlace(box: { current: HTMLElement | null }, body: { current: HTMLElement | null }) {
  const [place, setPlace] = useState<{ top: number | null; level: number }>({ top: null, level: WIDTHS.length });
  useLayoutEffect(() => {
    const look = () => {
      const at = (body.current ?? box.current)?.getBoundingClientRect();
      if (!at) return;
      const top = Math.round(at.top + window.scrollY);
      const width = box.current?.clientWidth ?? 0;
      const level = WIDTHS.filter((least) => width >= least).length;
      setPlace((known) => (known.top === top && known.level === level ? known : { top, level }));
    };
    look();
    const watch = new ResizeObserver(look);
    watch.observe(document.body);
    if (box.current) watch.observe(box.current);
    return () => watch.disconnect();
  }, [box, body]);
  return place;
}

/** Tells the range: at once while it moves on, after a rest where it jumps, as rows passed over on the way are asked for in vain. */
function useTold(from: number, to: number, onRange: (from: number, to: number) => void): void {
  const told = useRef(from);
  useEffect(() => {
    const tell = () => {
      told.current = from;
      onRange(from, to);
    };
    if (Math.abs(from - told.current) <= 2 * BLOCK) {
      tell();
      return;
    }
    const timer = setTimeout(tell, RESTS_MS);
    return () => clearTimeout(timer);
  }, [from, to, onRange]);
}

/** The rows in sight and some around them. All are of one height, so that this is a division, with 100,000 too. */
function useSight(top: number | null, rowPx: number): { from: number; to: number } {
  const [sight, setSight] = useState({ from: 0, to: 4 * STEP });
  useLayoutEffect(() => {
    if (top === null) return;
    const look = () => {
      const first = Math.max(0, window.scrollY - top) / rowPx;
      const last = Math.max(0, window.scrollY + window.innerHeight - top) / rowPx;
      const from = Math.max(0, Math.floor(first / STEP) - 1) * STEP;
      const to = (Math.floor(last / STEP) + 2) * STEP;
      setSight((known) => (known.from === from && known.to === to ? known : { from, to }));
    };
    look();
    window.addEventListener('scroll', look, { passive: true });
    window.addEventListener('resize', look);
    return () => {
      window.removeEventListener('scroll', look);
      window.removeEventListener('resize', look);
    };
  }, [top, rowPx]);
  return sight;
}

/** Walking the rows' links by keys. The focus stays at its row while the rows come, go and are exchanged. */
function useWalk(body: { current: HTMLElement | null }, count: number, bringIntoSight: (index: number) => void) {
  const here = useRef<number | null>(null);
  const linkAt = useCallback(
    (index: number) => body.current?.querySelector<HTMLElement>(`tr[data-index="${index}"] [data-row-link]`),
    [body],
  );

  // Each time, because any change of the rows may take the focused one away.
  useLayoutEffect(() => {
    if (here.current === null) return;
    const active = document.activeElement;
    if (active?.matches('[data-row-link]') && body.current?.contains(active)) here.current = indexOfRow(active);
    else if (active === null || active === document.body) linkAt(here.current)?.focus({ preventScroll: true });
  });
  useEffect(() => {
    const leave = (event: Event) => {
      if (event.type === 'pointerdown' || (event.target instanceof Node && !body.current?.contains(event.target)))
        here.current = null;
    };
    document.addEventListener('pointerdown', leave);
    document.addEventListener('focusin', leave);
    return () => {
      document.removeEventListener('pointerdown', leave);
      document.removeEventListener('focusin', leave);
    };
  }, [body]);

  const onFocus = (event: FocusEvent) => {
    if (event.target.matches('[data-row-link]')) here.current = indexOfRow(event.target);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const target = rowToGo(event, count);
    if (target === null) return;
    event.preventDefault();
    here.current = target;
    const link = linkAt(target);
    bringIntoSight(target);
    if (link) link.focus({ preventScroll: true });
    // Its row is drawn soon: with the focus nowhere, the effect above brings it there.
    else if (event.target instanceof HTMLElement) event.target.blur();
  };
  return { onFocus, onKeyDown };
}

type CardOf = (row: unknown) => { title: ReactNode; line: ReactNode };

interface DrawnRowProps {
  index: number;
  row: unknown;
  columns: readonly WindowColumn<unknown>[];
  narrow: boolean;
  card: CardOf;
  href: (row: unknown) => string;
  tone?: (row: unknown) => Tone | null;
  onOpen?: (row: unknown) => void;
  coming: string;
}

/** Drawn again only when its own row is another: scrolling draws the rows that come, and no others. */
const DrawnRow = memo(function DrawnRow(props: DrawnRowProps) {
  const { index, row, columns, narrow, card, href, tone, onOpen, coming } = props;
  const edge = row === undefined ? null : (tone?.(row) ?? null);
  const link = (content: ReactNode) =>
    row === undefined ? (
      <span tabIndex={-1} data-row-link="" role="img" aria-label={coming} className={cn('block', COVERS_ROW)}>
        <Skeleton className="h-3 w-3/5" />
      </span>
    ) : (
      <Opener href={href(row)} onOpen={onOpen && (() => onOpen(row))}>
        {content}
      </Opener>
    );
  const title = narrow && row !== undefined ? card(row) : null;
  return (
    <tr
      data-index={index}
      aria-rowindex={index + 2}
      className={cn('hover:bg-hover near:relative [&:last-child>td]:border-b-0', edge && ROW_EDGE[edge])}
    >
      {narrow ? (
        <td className="h-16 overflow-hidden border-line border-b px-4 py-0 align-middle">
          <div className="truncate">{link(title?.title)}</div>
          <div className="mt-1 h-4 truncate text-ink-muted text-xs">{title?.line}</div>
        </td>
      ) : (
        columns.map((column, at) => (
          <td
            key={column.id}
            className={cn(
              'h-9 truncate border-line/70 border-b px-3 py-0 align-middle first:pl-4 last:pr-4',
              column.align === 'right' && 'text-right tabular-nums',
            )}
          >
            {at === 0
              ? link(row === undefined ? null : column.cell(row))
              : row !== undefined
                ? column.cell(row)
                : at % 2 === 0 && <Skeleton className="h-3 w-1/2" />}
          </td>
        ))
      )}
    </tr>
  );
});

interface OpenerProps {
  href: string;
  onOpen?: () => void;
  children: ReactNode;
}

/** A plain press opens in place, where the table says so; with a key held it is a link like any other. */
function Opener({ href, onOpen, children }: OpenerProps) {
  const looks = cn('font-medium text-ink', COVERS_ROW);
  if (!onOpen)
    return (
      <UiLink href={href} data-row-link="" className={looks}>
        {children}
      </UiLink>
    );
  const press = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    onOpen();
  };
  return (
    <a href={href} data-row-link="" onClick={press} className={looks}>
      {children}
    </a>
  );
}

/** The room of the rows that are not drawn. */
function Gap({ height, columns }: { height: number; columns: number }) {
  return (
    <tr>
      <td colSpan={columns} style={{ height }} className="p-0" />
    </tr>
  );
}
