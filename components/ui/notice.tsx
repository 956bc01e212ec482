'use client';

import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from './class-names';
import { IconButton } from './icon-button';
import { type Shape, StateGlyph } from './state-glyph';
import type { Tone } from './tone';
import { useUi } from './ui-provider';

export type NoticeKind = 'info' | 'good' | 'warn' | 'danger';

const LOOKS: Record<NoticeKind, { tone: Tone; shape: Shape; ground: string }> = {
  info: { tone: 'busy', shape: 'ring', ground: 'border-busy-mark/35 bg-busy-soft' },
  good: { tone: 'good', shape: 'tick', ground: 'border-good-mark/35 bg-good-soft' },
  warn: { tone: 'warn', shape: 'triangle', ground: 'border-warn-mark/35 bg-warn-soft' },
  danger: { tone: 'bad', shape: 'square', ground: 'border-bad-mark/35 bg-bad-soft' },
};

export interface NoticeProps {
  kind: NoticeKind;
  title?: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
  onDismiss?: () => void;
  /** Appears later: announced (danger at once, others at the next pause). */
  live?: boolean;
  /** Edge to edge, under the top bar. */
  banner?: boolean;
  className?: string;
}

export function Notice({ kind, title, children, actions, onDismiss, live, banner, className }: NoticeProps) {
  const { words } = useUi();
  const { tone, shape, ground } = LOOKS[kind];
  return (
    <div
      role={live ? (kind === 'danger' ? 'alert' : 'status') : undefined}
      className={cn(
        'flex items-start gap-2.5 text-sm',
        ground,
        banner ? 'border-b px-4 py-2 sm:px-6' : 'rounded-md border px-3 py-2.5',
        className,
      )}
    >
      <StateGlyph tone={tone} shape={shape} className="mt-[5px]" />
      <div className="min-w-0 flex-1">
        {title && <p className="font-medium text-ink">{title}</p>}
        {children && <div className={cn('text-ink-muted', !title && 'text-ink')}>{children}</div>}
        {actions && <div className="mt-2 flex flex-wrap gap-2">{actions}</div>}
      </div>
      {onDismiss && <IconButton size="sm" label={words.dismiss} icon={<X />} hint={false} onClick={onDismiss} />}
    </div>
  );
}
