import { cn } from './class-names';
import { TONE_MARK, type Tone } from './tone';

export interface SparkBarsProps {
  /** What they show, with the figures that matter: bars alone say nothing to a screen reader. */
  label: string;
  values: readonly number[];
  tone?: Tone;
  className?: string;
}

/** A row of small bars, oldest left. */
export function SparkBars({ label, values, tone = 'off', className }: SparkBarsProps) {
  const most = Math.max(1, ...values);
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${values.length * 4} 16`}
      preserveAspectRatio="none"
      className={cn('h-4 w-24', TONE_MARK[tone], className)}
    >
      {values.map((value, index) => {
        const height = value === 0 ? 1 : Math.max(2, (value / most) * 16);
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its position in time
            key={index}
            x={index * 4}
            y={16 - height}
            width="3"
            height={height}
            className={value === 0 ? 'fill-line-strong' : 'fill-current'}
          />
        );
      })}
    </svg>
  );
}
