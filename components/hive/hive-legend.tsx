'use client';

import { useTranslations } from 'next-intl';
import { cn } from '#components/ui/class-names';
import { StateGlyph } from '#components/ui/state-glyph';
import { HIVE_MARKS, type HiveMark, MARK_LOOKS } from './hive-mark';
import { useMarkWord } from './use-task-words';

/** Always shown, so that absence is not read as zero. */
const ALWAYS: readonly HiveMark[] = ['running', 'starting', 'pending', 'failed'];

export interface HiveLegendProps {
  counts: ReadonlyMap<HiveMark, number>;
  chosen: readonly HiveMark[];
  onChoose: (marks: readonly HiveMark[]) => void;
  /** Large, to be read across a room. */
  large?: boolean;
}

/** The marks with their counts; a press singles one out. */
export function HiveLegend({ counts, chosen, onChoose, large }: HiveLegendProps) {
  const t = useTranslations('hive');
  const wordOf = useMarkWord();
  const shown = HIVE_MARKS.filter(
    (mark) => (counts.get(mark) ?? 0) > 0 || ALWAYS.includes(mark) || chosen.includes(mark),
  );
  return (
    <ul aria-label={t('legend')} className="flex flex-wrap gap-1">
      {shown.map((mark) => {
        const pressed = chosen.includes(mark);
        const count = counts.get(mark) ?? 0;
        return (
          <li key={mark}>
            <button
              type="button"
              aria-pressed={pressed}
              data-mark={mark}
              onClick={() => onChoose(pressed ? chosen.filter((other) => other !== mark) : [...chosen, mark])}
              className={cn(
                'target inline-flex items-center gap-1.5 rounded-md border px-2 transition-colors hover:bg-hover',
                large ? 'h-9 text-base' : 'h-7 text-xs',
                pressed ? 'border-control bg-pressed' : 'border-transparent',
              )}
            >
              <StateGlyph {...MARK_LOOKS[mark]} className={cn(large && 'size-3.5', count === 0 && 'opacity-40')} />
              <span className="text-ink-muted">{wordOf(mark)}</span>{' '}
              <span className={cn('font-semibold tabular-nums', count === 0 ? 'text-ink-muted' : 'text-ink')}>
                {t('count', { count })}
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
