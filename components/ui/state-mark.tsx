import type { ReactNode } from 'react';
import { cn } from './class-names';
import { StateGlyph, type StateGlyphProps } from './state-glyph';
import { TONE_TEXT } from './tone';

export interface StateMarkProps extends StateGlyphProps {
  /** The word for the state. */
  children: ReactNode;
}

/** A state as shape, colour and word. */
export function StateMark({ tone, shape, moving, className, children }: StateMarkProps) {
  return (
    <span className={cn('inline-flex items-center gap-1.5 whitespace-nowrap', TONE_TEXT[tone], className)}>
      <StateGlyph tone={tone} shape={shape} moving={moving} />
      <span>{children}</span>
    </span>
  );
}
