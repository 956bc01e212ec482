import { cn } from './class-names';
import { SortMark } from './sort-mark';

export interface Sorting {
  id: string;
  descending: boolean;
}

export type OnSort = (id: string, descending: boolean) => void;

interface TableHeadProps {
  column: { id: string; header: string; sortsDownFirst?: boolean; align?: 'right' };
  sorts: boolean;
  sorting: Sorting | null;
  onSort: OnSort;
  className?: string;
}

/** A column's head. The first press sorts in the column's preferred direction, the next one in the other. */
export function TableHead({ column, sorts, sorting, onSort, className }: TableHeadProps) {
  const { id, header, sortsDownFirst = false, align } = column;
  const sorted = sorting?.id === id ? sorting : null;
  const direction = sorted ? (sorted.descending ? 'descending' : 'ascending') : 'none';
  return (
    <th
      scope="col"
      aria-sort={sorts ? direction : undefined}
      className={cn(
        'h-8 whitespace-nowrap border-line border-b bg-surface px-3 text-left font-medium text-ink-muted text-xs first:rounded-tl-lg first:pl-4 last:rounded-tr-lg last:pr-4',
        align === 'right' && 'text-right',
        className,
      )}
    >
      {sorts ? (
        <button
          type="button"
          onClick={() => onSort(id, sorted ? !sorted.descending : sortsDownFirst)}
          className={cn(
            'target group/sort -mx-1 inline-flex max-w-full items-center gap-1 rounded-xs px-1 hover:text-ink',
            sorted && 'text-ink',
            align === 'right' && 'flex-row-reverse',
          )}
        >
          <span className="truncate">{header}</span>
          <SortMark direction={direction} />
        </button>
      ) : (
        <span className="block truncate">{header}</span>
      )}
    </th>
  );
}
