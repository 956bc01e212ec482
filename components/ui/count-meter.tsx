'use client';

import { cn } from './class-names';
import { TONE_MARK, TONE_TEXT, type Tone } from './tone';
import { useUi } from './ui-provider';

export interface CountMeterProps {
  /** What is counted: "running". */
  label: string;
  count: number;
  of: number;
  /** On their way; drawn after those that are there. */
  coming?: number;
  className?: string;
}

/** Beyond it the pieces are too thin to be told apart. */
const PIECES = 12;
const WIDTH = 60;
const GAP = 1.5;

const toneOf = (count: number, of: number, coming: number): Tone => {
  if (count >= of) return of === 0 ? 'off' : 'good';
  if (count === 0 && coming === 0) return 'bad';
  return coming > 0 ? 'busy' : 'warn';
};

/** 3/5 with a bar in as many pieces: how many of those that are wanted are there. */
export function CountMeter({ label, count, of, coming = 0, className }: CountMeterProps) {
  const { words } = useUi();
  const tone = toneOf(count, of, coming);
  return (
    <span className={cn('inline-flex items-center gap-2 whitespace-nowrap', className)}>
      <span
        aria-hidden="true"
        className={cn('min-w-9 text-right tabular-nums', count < of && [TONE_TEXT[tone], 'font-medium'])}
      >
        {count}/{of}
      </span>
      <svg aria-hidden="true" viewBox={`0 0 ${WIDTH} 6`} className="h-1.5 w-15 shrink-0">
        {of <= PIECES ? (
          <Pieces count={count} of={of} coming={coming} tone={tone} />
        ) : (
          <Share count={count} of={of} tone={tone} />
        )}
      </svg>
      <span className="sr-only">
        {words.countOf(count, of)} {label}
      </span>
    </span>
  );
}

function Pieces({ count, of, coming, tone }: { count: number; of: number; coming: number; tone: Tone }) {
  const wide = of > 0 ? (WIDTH - GAP * (of - 1)) / of : WIDTH;
  return Array.from({ length: Math.max(of, 1) }, (_, at) => {
    const there = at < count;
    const onItsWay = !there && at < count + coming;
    const looks = there
      ? TONE_MARK[tone === 'bad' ? 'good' : tone]
      : onItsWay
        ? [TONE_MARK.busy, 'opacity-60']
        : 'text-line-strong';
    return (
      <rect
        // biome-ignore lint/suspicious/noArrayIndexKey: a piece is its place
        key={at}
        x={at * (wide + GAP)}
        width={wide}
        height="6"
        rx="1"
        fill="currentColor"
        className={cn(looks)}
      />
    );
  });
}

function Share({ count, of, tone }: { count: number; of: number; tone: Tone }) {
  return (
    <>
      <rect width={WIDTH} height="6" rx="1.5" fill="currentColor" className="text-line-strong" />
      <rect
        width={WIDTH * Math.min(1, count / of)}
        height="6"
        rx="1.5"
        fill="currentColor"
        className={TONE_MARK[tone]}
      />
    </>
  );
}
