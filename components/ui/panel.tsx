import type { ReactNode } from 'react';
import { cn } from './class-names';

export interface PanelProps {
  /** A heading of the second level; a panel without one is named by its content. */
  title?: ReactNode;
  /** Beside the title: a count, a link to the whole list. */
  aside?: ReactNode;
  /** No inner margin: tables and lists bring their own. */
  flush?: boolean;
  className?: string;
  children: ReactNode;
}

/** A surface that holds one thing. */
export function Panel({ title, aside, flush, className, children }: PanelProps) {
  return (
    <section className={cn('min-w-0 rounded-lg border border-line bg-surface', className)}>
      {(title || aside) && (
        <header className="flex min-h-10 flex-wrap items-center justify-between gap-x-3 gap-y-1 border-line border-b px-4 py-2">
          {title && <h2 className="font-semibold text-ink text-sm">{title}</h2>}
          {aside && <div className="flex items-center gap-2 text-ink-muted text-xs">{aside}</div>}
        </header>
      )}
      <div className={cn(!flush && 'p-4')}>{children}</div>
    </section>
  );
}
