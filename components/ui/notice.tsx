import type { ReactNode } from 'react';
import { cn } from './class-names';
import { StateGlyph } from './state-glyph';
import { TONE_SOFT, TONE_TEXT, type Tone } from './tone';

export interface NoticeProps {
  tone: Tone;
  title: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
  /** `alert` for what has just gone wrong: read out at once. */
  role?: 'alert' | 'status';
  className?: string;
}

/** Something to know before going on: a mark, a sentence, what to do. */
export function Notice({ tone, title, children, actions, role, className }: NoticeProps) {
  return (
    <div role={role} className={cn('flex gap-3 rounded-md border border-line px-3.5 py-3', TONE_SOFT[tone], className)}>
      <StateGlyph tone={tone} className="mt-1.25 size-2.5" />
      <div className="min-w-0 flex-1">
        <p className={cn('break-words font-medium text-sm', TONE_TEXT[tone])}>{title}</p>
        {children && <div className="mt-1 break-words text-ink text-sm">{children}</div>}
        {actions && <div className="mt-2.5 flex flex-wrap gap-2">{actions}</div>}
      </div>
    </div>
  );
}
