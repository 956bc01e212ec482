'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type CSSProperties, useCallback, useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import { Button } from '#components/ui/button';
import { cn } from '#components/ui/class-names';
import { useUi } from '#components/ui/ui-provider';
import { type LogEntry, type LogRow, timeOf } from './log-entry';
import { type LineWords, LogLineRow, SHOWN } from './log-line-row';
import type { TaskLabel } from './use-task-labels';

export const ROW_PX = 20;

export interface LogListProps {
  label: string;
  rows: readonly LogRow[];
  /** Counts changes of the rows, which are mutated. */
  version: number;
  labels: ReadonlyMap<string, TaskLabel>;
  showTime: boolean;
  showTask: boolean;
  wrap: boolean;
  sought: string;
  /** Whether the list sticks to its end. */
  follow: boolean;
  /** Called when the reader scrolls away from the end, or back to it. */
  onFollow: (follow: boolean) => void;
  /** Lines that arrived since the reader scrolled away. */
  fresh: number;
  /** The row to scroll to; a new object scrolls again. */
  goTo: { id: number } | null;
  onShowAll: (entry: LogEntry) => void;
}

/** Room for the mark of an older spec, and for the shortest names. */
const OLD_CH = 5;
const LEAST_TASK_CH = 6;

/** Thousands of lines, of which those in view are rendered: of one height, or measured where they wrap. */
export function LogList(props: LogListProps) {
  const { label, rows, version, labels, showTime, showTask, wrap, sought, follow, onFollow, fresh, goTo, onShowAll } =
    props;
  const t = useTranslations('logs');
  const { timeZone } = useUi();
  const words = useMemo(
    (): LineWords => ({
      task: ({ name, node, id }) => t('taskTitle', { name, node, id }),
      old: t('old'),
      stderr: t('stderr'),
      showAll: (count) => t('showAll', { count }),
    }),
    [t],
  );
  const pane = useRef<HTMLDivElement>(null);
  const lastTop = useRef(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows are mutated
  const getItemKey = useCallback((index: number) => rows[index]?.id ?? index, [rows, version]);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => pane.current,
    estimateSize: () => ROW_PX,
    overscan: 10,
    getItemKey,
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: measured again when the layout of lines changes
  useEffect(() => virtual.measure(), [virtual, wrap, showTime, showTask]);

  const height = virtual.getTotalSize();
  // biome-ignore lint/correctness/useExhaustiveDependencies: every new line and every new measure moves the end
  useLayoutEffect(() => {
    const element = pane.current;
    if (!follow || !element) return;
    element.scrollTop = element.scrollHeight;
    lastTop.current = element.scrollTop;
  }, [follow, version, height, wrap]);

  // Rows inserted or removed above must not move what is being read, so the first row in view keeps its place.
  const anchor = useRef<{ id: number; at: string; index: number; start: number } | null>(null);
  const setAnchor = () => {
    const item = virtual.getVirtualItemForOffset(pane.current?.scrollTop ?? 0);
    const row = item && rows[item.index];
    anchor.current = row ? { id: row.id, at: timeOf(row), index: item.index, start: item.start } : null;
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows are mutated
  useLayoutEffect(() => {
    const [element, before, first] = [pane.current, anchor.current, rows[0]];
    if (!follow && element && before && first && rows[before.index]?.id !== before.id) {
      const index = rows.findIndex(({ id }) => id === before.id);
      const start = index < 0 ? null : (virtual.measurementsCache[index]?.start ?? null);
      if (start !== null) element.scrollTop += start - before.start;
      else if (timeOf(first) > before.at) element.scrollTop = 0;
      lastTop.current = element.scrollTop;
    }
    setAnchor();
  }, [rows, version]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: scrolled to once; later rows must not pull the reader back
  useEffect(() => {
    const index = goTo ? rows.findIndex(({ id }) => id === goTo.id) : -1;
    if (index >= 0) virtual.scrollToIndex(index, { align: 'center' });
  }, [goTo, virtual]);

  const onScroll = () => {
    const element = pane.current;
    if (!element) return;
    const { scrollTop, scrollHeight, clientHeight } = element;
    const fromEnd = scrollHeight - clientHeight - scrollTop;
    if (follow && scrollTop < lastTop.current - 1 && fromEnd > ROW_PX) onFollow(false);
    if (!follow && scrollTop > lastTop.current && fromEnd < 2) onFollow(true);
    lastTop.current = scrollTop;
    setAnchor();
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: rows are mutated
  const widest = useMemo(
    () => (wrap ? 0 : rows.reduce((most, row) => Math.max(most, widthOf(row)), 0)),
    [rows, version, wrap],
  );
  // As wide as the longest name, so that lines are aligned; longer ones are cut off.
  const task = useMemo(() => {
    const lengths = [...labels.values()].map(({ name, spec }) => name.length + (spec === 'old' ? OLD_CH : 0));
    return Math.max(LEAST_TASK_CH, ...lengths);
  }, [labels]);
  const prefix = (showTime ? 22 : 0) + (showTask ? 24 : 0) + 8;

  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={pane}
        role="log"
        aria-label={label}
        aria-live="off"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: scrollable content must be reachable by keyboard
        tabIndex={0}
        onScroll={onScroll}
        className="absolute inset-0 overflow-auto bg-surface [overflow-anchor:none] focus-visible:outline-offset-[-2px]"
      >
        <div
          className="relative min-w-full font-mono text-xs"
          style={{ height, width: wrap ? '100%' : `${widest + prefix}ch`, '--log-task': `${task}ch` } as CSSProperties}
        >
          {virtual.getVirtualItems().map((item) => {
            const row = rows[item.index];
            if (!row) return null;
            return (
              <div
                key={item.key}
                data-index={item.index}
                ref={wrap ? virtual.measureElement : undefined}
                className="absolute top-0 left-0 w-full [contain:layout_style]"
                style={{ transform: `translateY(${item.start}px)` }}
              >
                {row.kind === 'line' ? (
                  <LogLineRow
                    entry={row}
                    label={labels.get(row.line.taskId)}
                    words={words}
                    timeZone={timeZone}
                    showTime={showTime}
                    showTask={showTask}
                    wrap={wrap}
                    sought={sought}
                    current={goTo?.id === row.id && sought !== ''}
                    onShowAll={onShowAll}
                  />
                ) : (
                  <p className="h-5 px-3 text-warn-text leading-5">{t('hole', { count: row.count })}</p>
                )}
              </div>
            );
          })}
        </div>
      </div>
      {!follow && fresh > 0 && (
        <Button
          size="sm"
          look="primary"
          icon={<ArrowDown />}
          onClick={() => onFollow(true)}
          className={cn('absolute bottom-3 left-1/2 -translate-x-1/2 shadow-overlay')}
        >
          {t('fresh', { count: fresh })}
        </Button>
      )}
    </div>
  );
}

const widths = new WeakMap<LogRow, number>();

/** In columns of the monospaced font: Han letters take two, tabs at most eight. */
function widthOf(row: LogRow): number {
  if (row.kind === 'hole') return 60;
  const known = widths.get(row);
  if (known !== undefined) return known;
  const text = row.plain.slice(0, SHOWN);
  const wide =
    text.match(/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/g)
      ?.length ?? 0;
  const tabs = text.split('\t').length - 1;
  const width = text.length + wide + 7 * tabs + (row.plain.length > SHOWN ? 40 : 0);
  widths.set(row, width);
  return width;
}
