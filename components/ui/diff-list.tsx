'use client';

import { ArrowRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { useUi } from './ui-provider';

export interface DiffRow {
  key: string;
  label: ReactNode;
  /** null: not set. */
  before: ReactNode | null;
  after: ReactNode | null;
}

/** What changes, field by field: what was, and what will be. */
export function DiffList({ rows, label }: { rows: readonly DiffRow[]; label: string }) {
  const { words } = useUi();
  const value = (shown: ReactNode | null) =>
    shown === null ? <span className="text-ink-faint italic">{words.notSet}</span> : shown;
  return (
    <ul aria-label={label} className="divide-y divide-line rounded-md border border-line">
      {rows.map((row) => (
        <li key={row.key} className="grid gap-x-4 gap-y-1 px-3 py-2 text-sm sm:grid-cols-[minmax(8rem,1fr)_2fr]">
          <span className="break-words text-ink-muted">{row.label}</span>
          <span className="grid grid-cols-[minmax(0,1fr)_auto_minmax(0,1fr)] items-baseline gap-2 font-mono text-xs">
            <span className="min-w-0 break-words text-ink-muted">
              <span className="sr-only">{words.before}: </span>
              {value(row.before)}
            </span>
            <ArrowRight aria-hidden="true" className="size-3 self-center text-ink-faint" />
            <span className="min-w-0 break-words font-medium text-ink">
              <span className="sr-only">{words.after}: </span>
              {value(row.after)}
            </span>
          </span>
        </li>
      ))}
    </ul>
  );
}
