'use client';

import type { ReactNode } from 'react';
import { useUi } from './ui-provider';

export interface DiffEntry {
  key: string;
  field: ReactNode;
  /** null: the field was added. */
  before: ReactNode | null;
  /** null: the field was removed. */
  after: ReactNode | null;
  /** A remark on this change. */
  note?: ReactNode;
}

export interface DiffListProps {
  label: string;
  entries: readonly DiffEntry[];
}

const SIGN = { added: '+', removed: '−', changed: '~' } as const;
const SIGN_LOOKS = { added: 'text-good-text', removed: 'text-bad-text', changed: 'text-busy-text' } as const;

/** Changes by field: sign, before → after. Signs and words carry the meaning, colour only helps. */
export function DiffList({ label, entries }: DiffListProps) {
  const { words } = useUi();
  return (
    <ul aria-label={label} className="divide-y divide-line overflow-hidden rounded-md border border-line">
      {entries.map(({ key, field, before, after, note }) => {
        const kind = before === null ? 'added' : after === null ? 'removed' : 'changed';
        return (
          <li
            key={key}
            className="grid grid-cols-[1rem_minmax(0,1fr)] gap-x-2 bg-surface px-3 py-1.5 sm:grid-cols-[1rem_minmax(8rem,30%)_minmax(0,1fr)]"
          >
            <span aria-hidden="true" className={`font-mono font-semibold ${SIGN_LOOKS[kind]}`}>
              {SIGN[kind]}
            </span>
            <span className="text-ink-muted text-xs leading-5 [overflow-wrap:anywhere]">
              {field}
              <span className="sr-only"> {words[kind]}</span>
            </span>
            <span className="col-start-2 flex flex-wrap items-baseline gap-x-2 font-mono text-xs leading-5 [overflow-wrap:anywhere] sm:col-start-3">
              {before !== null && (
                <del className="rounded-xs bg-bad-soft px-1 text-bad-text decoration-bad-mark/60">
                  <span className="sr-only">{words.before}: </span>
                  {before}
                </del>
              )}
              {kind === 'changed' && (
                <span aria-hidden="true" className="text-ink-faint">
                  →
                </span>
              )}
              {after !== null && (
                <ins className="rounded-xs bg-good-soft px-1 text-good-text no-underline">
                  <span className="sr-only">{words.after}: </span>
                  {after}
                </ins>
              )}
            </span>
            {note && <span className="col-start-2 text-ink-muted text-xs sm:col-start-3">{note}</span>}
          </li>
        );
      })}
    </ul>
  );
}
