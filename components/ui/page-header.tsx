import type { ReactNode } from 'react';

export interface PageHeaderProps {
  title: ReactNode;
  /** A Breadcrumb on pages below the first level. */
  breadcrumb?: ReactNode;
  /** Beside the title: a StateMark or Badge. */
  state?: ReactNode;
  /** Beneath: an id, a sentence. */
  children?: ReactNode;
  actions?: ReactNode;
}

/** The page's h1 with its actions. */
export function PageHeader({ title, breadcrumb, state, children, actions }: PageHeaderProps) {
  return (
    <header className="mb-5 flex flex-wrap items-end gap-x-6 gap-y-3">
      <div className="min-w-0 flex-1 basis-64">
        {breadcrumb && <div className="mb-1.5">{breadcrumb}</div>}
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h1 className="min-w-0 font-semibold text-ink text-xl tracking-[-0.01em] [overflow-wrap:anywhere]">
            {title}
          </h1>
          {state}
        </div>
        {children && <div className="mt-1 text-ink-muted text-sm">{children}</div>}
      </div>
      {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </header>
  );
}
