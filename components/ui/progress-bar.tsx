import { cn } from './class-names';
import { TONE_MARK, type Tone } from './tone';

export interface ProgressBarProps {
  /** What progresses, for screen readers. */
  label: string;
  value: number;
  max: number;
  /** Counted but not certain yet: drawn paler after the value. */
  coming?: number;
  tone?: Tone;
  className?: string;
}

/** A progress bar in SVG, because a strict CSP forbids the server's width styles. */
export function ProgressBar({ label, value, max, coming = 0, tone = 'flight', className }: ProgressBarProps) {
  const percent = (part: number) => (max <= 0 ? 0 : Math.min(100, (part / max) * 100));
  return (
    <svg
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={max}
      aria-valuenow={value}
      className={cn('h-1.5 w-full overflow-hidden rounded-full bg-line', TONE_MARK[tone], className)}
    >
      <rect width={`${percent(value + coming)}%`} height="100%" className="fill-current opacity-35" />
      <rect width={`${percent(value)}%`} height="100%" className="fill-current transition-[width] duration-300" />
    </svg>
  );
}
