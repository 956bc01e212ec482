import type { ReactNode } from 'react';
import { cn } from './class-names';

export interface DefinitionListProps {
  /** Entries without a value are left out. */
  items: readonly { term: ReactNode; value: ReactNode | null | undefined; key?: string }[];
  columns?: 1 | 2;
  className?: string;
}

/** Facts: a word and what it is. */
export function DefinitionList({ items, columns = 1, className }: DefinitionListProps) {
  return (
    <dl className={cn('grid gap-x-8', columns === 2 && 'sm:grid-cols-2', className)}>
      {items
        .filter(({ value }) => value !== null && value !== undefined)
        .map(({ term, value, key }) => (
          <div
            key={key ?? String(term)}
            className="grid grid-cols-[minmax(7.5rem,2fr)_3fr] items-baseline gap-3 border-line border-b py-1.5 last:border-b-0"
          >
            <dt className="text-ink-muted text-sm">{term}</dt>
            <dd className="min-w-0 break-words text-ink text-sm tabular-nums">{value}</dd>
          </div>
        ))}
    </dl>
  );
}
