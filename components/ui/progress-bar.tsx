'use client';

import { cn } from './class-names';
import { TONE_MARK, type Tone } from './tone';
import { useUi } from './ui-provider';

export interface ProgressBarProps {
  /** What is being counted, for screen readers. */
  label: string;
  value: number;
  max: number;
  tone?: Tone;
  className?: string;
}

/** How far something has come. Drawn in SVG: a width in percent would be a style attribute. */
export function ProgressBar({ label, value, max, tone = 'busy', className }: ProgressBarProps) {
  const { words } = useUi();
  const share = max > 0 ? Math.min(1, Math.max(0, value / max)) : 0;
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={max}
      aria-valuenow={Math.min(value, max)}
      aria-valuetext={words.countOf(value, max)}
      className={cn('h-1.5 w-full overflow-hidden rounded-full bg-pressed', className)}
    >
      <svg
        aria-hidden="true"
        className={cn('block size-full', TONE_MARK[tone])}
        viewBox="0 0 100 1"
        preserveAspectRatio="none"
      >
        <rect width={share * 100} height="1" fill="currentColor" className="transition-[width] duration-300" />
      </svg>
    </div>
  );
}
