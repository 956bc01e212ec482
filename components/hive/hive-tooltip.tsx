'use client';

import { useTranslations } from 'next-intl';
import { StateMark } from '#components/ui/state-mark';
import { TimeAgo } from '#components/ui/time-ago';
import { MARK_LOOKS } from './hive-mark';
import { cellPlace, type HiveLayout, type Spot } from './layout';
import type { Arranged } from './use-hive-view';
import type { TaskWords } from './use-task-words';

const WIDTH = 240;
const HEIGHT = 96;

export interface HiveTooltipProps {
  layout: HiveLayout;
  spot: Spot;
  cell: number;
  arranged: Arranged;
  words: TaskWords;
}

/** The task of a cell, beside it. For the keyboard the stage announces it. */
export function HiveTooltip({ layout, spot, cell, arranged, words }: HiveTooltipProps) {
  const t = useTranslations('hive');
  const placed = layout.columns[spot.column];
  const mark = arranged.view.mark(cell);
  if (!placed || !mark) return null;
  const { x, y } = cellPlace(layout, placed, spot.index);
  const since = arranged.replica.since(cell);
  const under = y + layout.pitch * 1.2 + 8;
  const fitsUnder = under + HEIGHT < layout.height || y < HEIGHT;
  return (
    <div
      aria-hidden="true"
      data-hive-tooltip=""
      className="pointer-events-none absolute z-20 rounded-md border border-line-strong bg-raised px-3 py-2 text-xs shadow-overlay"
      style={{
        width: Math.min(WIDTH, layout.width),
        left: Math.max(0, Math.min(x + layout.pitch / 2 - WIDTH / 2, layout.width - WIDTH)),
        ...(fitsUnder ? { top: under } : { bottom: layout.height - y + 8 }),
      }}
    >
      <p className="break-words font-semibold text-ink text-sm">{words.taskName(cell)}</p>
      <div className="mt-1 flex items-center gap-2">
        <StateMark {...MARK_LOOKS[mark]}>{words.markWord(cell)}</StateMark>
        {since > 0 && <TimeAgo at={since * 1000} className="text-ink-muted" />}
      </div>
      <p className="mt-1 truncate text-ink-muted">{words.columnName(spot.column)}</p>
      <p className="mt-1 text-2xs text-ink-faint">{t('opens')}</p>
    </div>
  );
}
