import type { ReactNode } from 'react';
import { cn } from './class-names';
import { type Shape, StateGlyph } from './state-glyph';
import { TONE_SOFT, TONE_TEXT, type Tone } from './tone';

export interface BadgeProps {
  /** With a tone the badge is a state and has its shape; without, it is a label. */
  tone?: Tone;
  shape?: Shape;
  moving?: boolean;
  className?: string;
  children: ReactNode;
}

export function Badge({ tone, shape, moving, className, children }: BadgeProps) {
  return (
    <span
      className={cn(
        'inline-flex h-5 items-center gap-1 whitespace-nowrap rounded-sm px-1.5 font-medium text-2xs',
        tone ? [TONE_SOFT[tone], TONE_TEXT[tone]] : 'border border-line bg-surface text-ink-muted',
        className,
      )}
    >
      {tone && <StateGlyph tone={tone} shape={shape} moving={moving} className="size-2" />}
      {children}
    </span>
  );
}
