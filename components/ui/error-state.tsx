import type { ReactNode } from 'react';
import { StateGlyph } from './state-glyph';

export interface ErrorStateProps {
  /** What happened. */
  title: ReactNode;
  /** Why, and what to do next. */
  children?: ReactNode;
  /** Foreign text, untranslated. */
  detail?: string | null;
  actions?: ReactNode;
}

/** Replaces content that could not be loaded. */
export function ErrorState({ title, children, detail, actions }: ErrorStateProps) {
  return (
    <div role="alert" className="mx-auto flex max-w-lg flex-col px-6 py-10">
      <p className="flex items-center gap-2 font-medium text-base text-ink">
        <StateGlyph tone="bad" className="size-3" />
        {title}
      </p>
      {children && <div className="mt-1.5 space-y-1 text-ink-muted text-sm">{children}</div>}
      {detail && (
        <p className="mt-3 whitespace-pre-wrap rounded-md border border-line bg-sunken px-3 py-2 font-mono text-ink-muted text-xs [overflow-wrap:anywhere]">
          {detail}
        </p>
      )}
      {actions && <div className="mt-4 flex flex-wrap gap-2">{actions}</div>}
    </div>
  );
}
