'use client';

import { cn } from './class-names';
import { TONE_MARK, TONE_TEXT, type Tone } from './tone';
import { useUi } from './ui-provider';

export interface CountMeterProps {
  count: number;
  of: number;
  /** On their way: drawn after the counted ones. */
  coming?: number;
  /** Default: good when complete, off when none is wanted, else busy. */
  tone?: Tone;
  /** Its name, announced and shown as title. */
  label?: string;
  className?: string;
}

const MOST_SEGMENTS = 12;
const WIDTH = 60;

/** 3/5 with one segment each; above twelve, one bar. */
export function CountMeter({ count, of, coming = 0, tone, label, className }: CountMeterProps) {
  const { words } = useUi();
  const kind = tone ?? (of === 0 ? 'off' : count >= of ? 'good' : 'busy');
  const countText = words.countOf(count, of);
  const segments = of <= MOST_SEGMENTS ? of : 0;
  const gap = segments > 8 ? 1 : 2;
  const width = segments ? (WIDTH - gap * (segments - 1)) / segments : 0;
  const share = (part: number) => (of === 0 ? 0 : (Math.min(part, of) / of) * WIDTH);
  return (
    <span
      role="img"
      aria-label={label ? `${countText}, ${label}` : countText}
      title={label}
      className={cn('inline-flex items-center gap-2 whitespace-nowrap', className)}
    >
      <span
        aria-hidden="true"
        className={cn('min-w-9 text-right tabular-nums @max-lg:min-w-0', count < of && 'font-medium', TONE_TEXT[kind])}
      >
        {count}
        <span className="text-ink-faint">/{of}</span>
      </span>
      <svg
        aria-hidden="true"
        width={WIDTH}
        height="6"
        viewBox={`0 0 ${WIDTH} 6`}
        className={cn('shrink-0', TONE_MARK[kind])}
      >
        {of === 0 ? (
          <rect y="2" width={WIDTH} height="2" rx="1" className="fill-line" />
        ) : segments ? (
          Array.from({ length: segments }, (_, index) => {
            const filled = index < count;
            const next = !filled && index < count + coming;
            return (
              <rect
                // biome-ignore lint/suspicious/noArrayIndexKey: a segment is its position
                key={index}
                x={index * (width + gap) + (next ? 0.5 : 0)}
                y={next ? 0.5 : 0}
                width={next ? width - 1 : width}
                height={next ? 5 : 6}
                rx="1"
                className={filled ? 'fill-current' : next ? 'fill-none stroke-busy-mark' : 'fill-line-strong'}
              />
            );
          })
        ) : (
          <>
            <rect width={WIDTH} height="6" rx="2" className="fill-line-strong" />
            <rect width={share(count + coming)} height="6" rx="2" className="fill-busy-mark/40" />
            <rect width={share(count)} height="6" rx="2" className="fill-current" />
          </>
        )}
      </svg>
    </span>
  );
}
