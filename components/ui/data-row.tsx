import { type MouseEvent, memo, type ReactNode } from 'react';
import { cn } from './class-names';
import { COVERS_ROW } from './near-row';
import { ROW_EDGE } from './row-edge';
import { Skeleton } from './skeleton';
import type { Tone } from './tone';
import { UiLink } from './ui-link';
import { useUi } from './ui-provider';

export interface Column<Row> {
  id: string;
  header: string;
  /** null: empty, and left out on a card. */
  cell: (row: Row) => ReactNode;
  /** The sort key; without it the column can't be sorted. null sorts last either way. */
  sortBy?: (row: Row) => string | number | null;
  /** Instead of `sortBy` where the rows are sorted elsewhere (RowWindow). */
  sorts?: boolean;
  /** The first press sorts in descending order: ages, counts of failures. */
  sortsDownFirst?: boolean;
  align?: 'right';
  /** A width class ("w-40"). Columns without one share the rest. */
  className?: string;
  /** 1 always visible (default), 2 from 768 px of table width, 3 from 1024. */
  priority?: 1 | 2 | 3;
  /**
   * The place on a card (below 512 px of table width): first line, its right end, second line, the rest of the second
   * line (cut off), or hidden. Default: hidden for 2 and 3, line for 1.
   */
  card?: 'title' | 'aside' | 'line' | 'rest' | 'hidden';
  /** On a card's second line, the header is shown before the value. */
  cardLabel?: boolean;
  /** May wrap instead of being cut off. */
  wraps?: boolean;
}

export const PRIORITY = { 1: '', 2: '@max-3xl:hidden', 3: '@max-5xl:hidden' };
const CARD = {
  title: '@max-lg:order-1 @max-lg:block @max-lg:min-w-0 @max-lg:flex-1 @max-lg:basis-1/2',
  aside: '@max-lg:order-2 @max-lg:block',
  line: '@max-lg:order-4 @max-lg:block @max-lg:text-xs @max-lg:text-ink-muted',
  rest: '@max-lg:order-4 @max-lg:block @max-lg:min-w-0 @max-lg:flex-1 @max-lg:basis-0 @max-lg:text-xs @max-lg:text-ink-muted',
  hidden: '@max-lg:hidden',
};

/** The width from which rows are no cards any more, like @max-lg. */
export const CARDS_BELOW_PX = 512;
/** The heights of a row and of a card whose cells take one line each. */
export const ROW_PX = 37;
export const CARD_PX = 65;

const cardOf = <Row,>(column: Column<Row>, titleId: string | undefined) =>
  column.id === titleId ? 'title' : (column.card ?? ((column.priority ?? 1) === 1 ? 'line' : 'hidden'));

export interface RowProps<Row> {
  index: number;
  /** undefined: not here yet. */
  row: Row | undefined;
  columns: readonly Column<Row>[];
  titleId: string | undefined;
  href: string | null;
  onOpen?: (row: Row) => void;
  tone: Tone | null;
  /** All rows have the same height, so that none has to be measured. */
  fixed: boolean;
  measure: ((element: HTMLTableRowElement | null) => void) | undefined;
}

/** Renders again only when its own row object changes, because most changes and scrolls are about other rows. */
export const DataRow = memo(function DataRow<Row>(props: RowProps<Row>) {
  const { index, row, columns, titleId, href, onOpen, tone, fixed, measure } = props;
  const opens = href !== null || row === undefined;
  return (
    <tr
      ref={measure}
      data-index={index}
      aria-rowindex={index + 2}
      className={cn(
        'near:relative scroll-mt-24 scroll-mb-20 [&:last-child>td]:border-b-0',
        '@max-lg:flex @max-lg:flex-wrap @max-lg:items-center @max-lg:gap-x-3 @max-lg:gap-y-0.5 @max-lg:border-line @max-lg:border-b @max-lg:px-4 @max-lg:py-2.5 @max-lg:last:border-b-0',
        '@max-lg:before:order-3 @max-lg:before:h-0 @max-lg:before:basis-full',
        fixed && '@max-lg:h-[65px] @max-lg:content-center @max-lg:overflow-hidden @max-lg:py-0',
        opens && 'hover:bg-hover',
        tone && ROW_EDGE[tone],
      )}
    >
      {columns.map((column, place) => {
        const card = cardOf(column, titleId);
        const content = row === undefined ? null : column.cell(row);
        return (
          <td
            key={column.id}
            className={cn(
              'h-9 border-line/70 border-b px-3 align-middle first:pl-4 last:pr-4 @max-lg:h-auto @max-lg:border-0 @max-lg:p-0! @max-lg:text-left',
              fixed ? 'py-0' : 'py-1',
              column.align === 'right' && 'text-right tabular-nums',
              column.wraps ? '[overflow-wrap:anywhere]' : 'truncate',
              PRIORITY[column.priority ?? 1],
              CARD[card],
              content === null && card !== 'title' && card !== 'rest' && '@max-lg:hidden',
            )}
          >
            {column.cardLabel && card === 'line' && content !== null && (
              <span className="hidden text-ink-faint @max-lg:inline">{column.header} </span>
            )}
            {row === undefined ? (
              column.id === titleId ? (
                <Coming />
              ) : (
                place % 2 === 0 && <Skeleton className="h-3 w-1/2" />
              )
            ) : column.id === titleId && href ? (
              <Opener href={href} onOpen={onOpen && (() => onOpen(row))}>
                {content}
              </Opener>
            ) : (
              content
            )}
          </td>
        );
      })}
    </tr>
  );
}) as <Row>(props: RowProps<Row>) => ReactNode;

/** A placeholder for a row's link, for the keyboard too. */
function Coming() {
  const { words } = useUi();
  return (
    <span tabIndex={-1} data-row-link="" role="img" aria-label={words.loading} className={cn('block', COVERS_ROW)}>
      <Skeleton className="h-3 w-3/5" />
    </span>
  );
}

interface OpenerProps {
  href: string;
  onOpen?: () => void;
  children: ReactNode;
}

/** A plain press opens on this page, where the table has `onOpen`; with a modifier key it is a normal link. */
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

/** The space of rows that are not rendered. One cell only, because a colspan over hidden columns would show them. */
export function Gap({ height }: { height: number }) {
  return (
    <tr className="@max-lg:block">
      <td style={{ height }} className="p-0 @max-lg:block" />
    </tr>
  );
}
