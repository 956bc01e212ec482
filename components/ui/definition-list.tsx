import type { ReactNode } from 'react';
import { cn } from './class-names';

export interface Definition {
  term: ReactNode;
  /** null is shown as a dash. */
  value: ReactNode;
  key?: string;
}

export interface DefinitionListProps {
  items: readonly Definition[];
  /** Columns side by side where there is room. */
  columns?: 1 | 2 | 3;
  className?: string;
}

const COLUMNS = { 1: '', 2: '@xl:grid-cols-2', 3: '@xl:grid-cols-2 @4xl:grid-cols-3' };

/** Facts about one object: term and value in rows. */
export function DefinitionList({ items, columns = 1, className }: DefinitionListProps) {
  return (
    <div className={cn('@container', className)}>
      <dl className={cn('grid gap-x-8', COLUMNS[columns])}>
        {items.map(({ term, value, key }, index) => (
          <div
            key={key ?? (typeof term === 'string' ? term : index)}
            className={cn(
              'grid grid-cols-[minmax(6.5rem,34%)_minmax(0,1fr)] items-baseline gap-3 border-line/70 border-b py-1.5',
              columns === 1 && 'last:border-b-0',
            )}
          >
            <dt className="text-ink-muted text-xs">{term}</dt>
            <dd className="min-w-0 break-words text-ink text-sm tabular-nums">
              {value ?? <span className="text-ink-faint">–</span>}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
