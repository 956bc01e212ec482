'use client';

import { UiLink } from './ui-link';
import { useUi } from './ui-provider';

export interface Crumb {
  label: string;
  href?: string;
}

/** The path to this page. The last crumb is the page itself and no link. */
export function Breadcrumb({ items }: { items: readonly Crumb[] }) {
  const { words } = useUi();
  return (
    <nav aria-label={words.breadcrumb}>
      <ol className="flex min-w-0 flex-wrap items-center gap-x-1.5 text-ink-muted text-xs">
        {items.map((crumb, index) => (
          <li key={crumb.href ?? crumb.label} className="flex min-w-0 items-center gap-1.5">
            {index > 0 && (
              <span aria-hidden="true" className="text-ink-faint">
                /
              </span>
            )}
            {crumb.href ? (
              <UiLink
                href={crumb.href}
                className="target rounded-xs hover:text-ink hover:underline hover:underline-offset-[3px]"
              >
                {crumb.label}
              </UiLink>
            ) : (
              <span aria-current="page" className="truncate text-ink">
                {crumb.label}
              </span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
