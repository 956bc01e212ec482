import type { ReactNode } from 'react';
import { cn } from './class-names';

export interface EmptyStateProps {
  title: ReactNode;
  /** Why the list is empty, and what would fill it. */
  children?: ReactNode;
  actions?: ReactNode;
  icon?: ReactNode;
  className?: string;
}

/** An empty list that is no error. */
export function EmptyState({ title, children, actions, icon, className }: EmptyStateProps) {
  return (
    <div className={cn('mx-auto flex max-w-md flex-col items-center px-6 py-10 text-center', className)}>
      {icon && <div className="mb-3 text-ink-faint [&_svg]:size-6 [&_svg]:stroke-[1.5]">{icon}</div>}
      <p className="font-medium text-ink text-sm">{title}</p>
      {children && <div className="mt-1 text-ink-muted text-sm">{children}</div>}
      {actions && <div className="mt-4 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  );
}
