import type { ReactElement } from 'react';
import { cn } from './class-names';
import { TONE_MARK, type Tone } from './tone';

export type Shape =
  | 'disc'
  | 'ring'
  | 'half'
  | 'dots'
  | 'diamond'
  | 'triangle'
  | 'square'
  | 'cross'
  | 'dash'
  | 'hollow'
  | 'tick'
  | 'pause';

/** Distinct by outline alone, at 10 px and without colour. */
const DRAWN: Record<Shape, ReactElement> = {
  disc: <circle cx="6" cy="6" r="4.5" fill="currentColor" />,
  ring: <circle cx="6" cy="6" r="4" fill="none" stroke="currentColor" strokeWidth="1.6" />,
  half: (
    <>
      <circle cx="6" cy="6" r="4" fill="none" stroke="currentColor" strokeWidth="1.6" />
      <path d="M6 2a4 4 0 0 1 0 8z" fill="currentColor" />
    </>
  ),
  dots: <circle cx="6" cy="6" r="4" fill="none" stroke="currentColor" strokeWidth="1.8" strokeDasharray="1.6 2.589" />,
  diamond: <path d="M6 .8 11.2 6 6 11.2.8 6z" fill="currentColor" />,
  triangle: <path d="M6 1 11.4 10.6H.6z" fill="currentColor" />,
  square: <rect x="1.6" y="1.6" width="8.8" height="8.8" rx="1" fill="currentColor" />,
  cross: <path d="m2.2 2.2 7.6 7.6m0-7.6L2.2 9.8" stroke="currentColor" strokeWidth="2.2" strokeLinecap="round" />,
  dash: <path d="M1.6 6h8.8" stroke="currentColor" strokeWidth="2.4" strokeLinecap="round" />,
  hollow: <rect x="2" y="2" width="8" height="8" rx="1" fill="none" stroke="currentColor" strokeWidth="1.6" />,
  tick: (
    <path
      d="m1.8 6.4 2.8 2.8 5.6-6.2"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  ),
  pause: <path d="M3.6 2v8m4.8-8v8" stroke="currentColor" strokeWidth="2.2" strokeLinecap="round" />,
};

const SHAPE_OF: Record<Tone, Shape> = {
  good: 'disc',
  busy: 'half',
  flight: 'diamond',
  warn: 'triangle',
  bad: 'square',
  off: 'dash',
};

export interface StateGlyphProps {
  tone: Tone;
  shape?: Shape;
  /** Pulses while something is on its way. */
  moving?: boolean;
  className?: string;
}

/** The shape of a state. The word stands beside it: see StateMark. */
export function StateGlyph({ tone, shape = SHAPE_OF[tone], moving, className }: StateGlyphProps) {
  return (
    <svg
      viewBox="0 0 12 12"
      aria-hidden="true"
      className={cn('size-2.5 shrink-0', TONE_MARK[tone], moving && 'animate-breathe', className)}
    >
      {DRAWN[shape]}
    </svg>
  );
}
