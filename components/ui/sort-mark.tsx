import { cn } from './class-names';

/** The direction of a sorted column; a faint pair of arrows where it is sortable. */
export function SortMark({ direction }: { direction: 'ascending' | 'descending' | 'none' }) {
  return (
    <svg viewBox="0 0 8 12" aria-hidden="true" className="h-3 w-2 shrink-0">
      <path
        d="M4 1.5 6.8 5H1.2z"
        className={cn(
          'fill-current',
          direction === 'descending' && 'opacity-0',
          direction === 'none' && 'opacity-0 group-hover/sort:opacity-40 group-focus-visible/sort:opacity-40',
        )}
      />
      <path
        d="M4 10.5 1.2 7h5.6z"
        className={cn(
          'fill-current',
          direction === 'ascending' && 'opacity-0',
          direction === 'none' && 'opacity-0 group-hover/sort:opacity-40 group-focus-visible/sort:opacity-40',
        )}
      />
    </svg>
  );
}
