'use client';

import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { UiLink } from './ui-link';
import { useUi } from './ui-provider';

export interface PageHeaderProps {
  /** The way up: the list that this page belongs to. */
  trail?: readonly { href: string; label: string }[];
  title: ReactNode;
  /** Beside the title: marks of its state. */
  marks?: ReactNode;
  /** Beneath the title, in one line. */
  facts?: ReactNode;
  actions?: ReactNode;
}

/** The top of a page: where one is, what it is, what can be done. Holds the page's only first-level heading. */
export function PageHeader({ trail, title, marks, facts, actions }: PageHeaderProps) {
  const { words } = useUi();
  return (
    <header className="mb-5 flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
      <div className="min-w-0">
        {trail && (
          <nav aria-label={words.breadcrumb} className="mb-1">
            <ol className="flex items-center gap-1 text-ink-muted text-xs">
              {trail.map(({ href, label }) => (
                <li key={href} className="flex items-center gap-1">
                  <UiLink href={href} className="rounded-xs hover:text-ink hover:underline">
                    {label}
                  </UiLink>
                  <ChevronRight aria-hidden="true" className="size-3 text-ink-faint" />
                </li>
              ))}
            </ol>
          </nav>
        )}
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h1 className="break-words font-semibold text-ink text-xl">{title}</h1>
          {marks}
        </div>
        {facts && (
          <div className="mt-1 flex flex-wrap items-center gap-x-4 gap-y-1 text-ink-muted text-sm">{facts}</div>
        )}
      </div>
      {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </header>
  );
}
