import { type ReactNode, useId } from 'react';
import { cn } from './class-names';

export interface PanelProps {
  title?: ReactNode;
  /** Beside the title, small and muted: a count, a note. */
  aside?: ReactNode;
  /** Buttons at the right end of the header. */
  actions?: ReactNode;
  /** No padding, because a table or list has its own. */
  flush?: boolean;
  level?: 2 | 3;
  className?: string;
  children: ReactNode;
}

/** A bordered section with a heading. */
export function Panel({ title, aside, actions, flush, level = 2, className, children }: PanelProps) {
  const id = useId();
  const Heading = level === 2 ? 'h2' : 'h3';
  return (
    <section
      aria-labelledby={title ? id : undefined}
      className={cn('min-w-0 rounded-lg border border-line bg-surface', className)}
    >
      {(title || actions) && (
        <header className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 border-line border-b px-4 py-1.5">
          {title && (
            <Heading id={id} className="font-semibold text-ink text-sm">
              {title}
            </Heading>
          )}
          {aside && <div className="text-ink-muted text-xs tabular-nums">{aside}</div>}
          {actions && <div className="ml-auto flex min-w-0 flex-wrap items-center justify-end gap-1.5">{actions}</div>}
        </header>
      )}
      <div className={flush ? undefined : 'p-4'}>{children}</div>
    </section>
  );
}
