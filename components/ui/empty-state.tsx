import type { ReactNode } from 'react';

/** Nothing here, why, and what one may do about it. */
export function EmptyState({
  icon,
  title,
  children,
  action,
}: {
  icon?: ReactNode;
  title: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="flex flex-col items-center gap-2 px-6 py-12 text-center">
      {icon && (
        <span aria-hidden="true" className="text-ink-faint [&_svg]:size-6">
          {icon}
        </span>
      )}
      <p className="font-medium text-base text-ink">{title}</p>
      {children && <div className="max-w-prose text-ink-muted text-sm">{children}</div>}
      {action && <div className="mt-2">{action}</div>}
    </div>
  );
}
