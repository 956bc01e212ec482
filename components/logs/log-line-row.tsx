'use client';

import { memo } from 'react';
import { cn } from '#components/ui/class-names';
import { ansiSpans, visible } from '#lib/domain/log/ansi';
import { ANSI_TEXT } from './log-colour';
import type { LogEntry } from './log-entry';
import { partsOf } from './log-search';
import { lineTime } from './log-time';
import type { TaskLabel } from './use-task-labels';

/** Longer lines are shown whole in a dialog, so that one line cannot fill the screen. */
export const SHOWN = 2000;

/** Texts of a row; made once for all of them. */
export interface LineWords {
  task: (label: TaskLabel) => string;
  old: string;
  stderr: string;
  showAll: (count: number) => string;
}

export interface LogLineRowProps {
  entry: LogEntry;
  label: TaskLabel | undefined;
  words: LineWords;
  timeZone: string;
  showTime: boolean;
  showTask: boolean;
  wrap: boolean;
  sought: string;
  /** Whether it is the selected match. */
  current: boolean;
  onShowAll: (entry: LogEntry) => void;
}

const TEXT = {
  wrapped: 'whitespace-pre-wrap [overflow-wrap:anywhere] [unicode-bidi:isolate]',
  long: 'whitespace-pre [unicode-bidi:isolate]',
};

/** Rendered by the dozen in every frame of a scroll, hence plain class names and no hooks. */
export const LogLineRow = memo(function LogLineRow(props: LogLineRowProps) {
  const { entry, label, words, timeZone, showTime, showTask, wrap, sought, current, onShowAll } = props;
  const { line, plain } = entry;
  const stderr = line.channel === 'stderr';
  const length = plain.length + (line.cut ?? 0);
  const [day, time] = showTime ? lineTime(line.at, timeZone) : [];
  return (
    <div
      data-channel={line.channel}
      className={`flex min-w-full items-start pr-3 font-mono text-xs leading-5 hover:bg-hover ${wrap ? '' : 'h-5'} ${current ? 'bg-accent-soft' : ''}`}
    >
      <span aria-hidden="true" className={`mr-2 w-0.75 shrink-0 self-stretch ${label?.colour.edge ?? ''}`} />
      {showTime && (
        <time dateTime={line.at} title={line.at} className="mr-3 shrink-0 select-none whitespace-pre text-ink-muted">
          <span className="max-sm:hidden">{day} </span>
          {time}
        </time>
      )}
      {showTask && (
        <span
          title={label && words.task(label)}
          className={`mr-2 w-(--log-task) max-w-24 shrink-0 select-none truncate sm:max-w-40 ${label?.colour.text ?? ''}`}
        >
          {label?.spec === 'old' && (
            <span className="mr-1 rounded-xs bg-flight-soft px-1 text-2xs text-flight-text">{words.old}</span>
          )}
          {label?.name ?? line.taskId.slice(0, 12)}
        </span>
      )}
      <span className="mr-1 w-6 shrink-0 select-none font-semibold text-bad-text">
        {stderr && (
          <abbr title={words.stderr} className="no-underline">
            err
          </abbr>
        )}
      </span>
      <span dir="ltr" className={wrap ? TEXT.wrapped : TEXT.long}>
        <LineText entry={entry} sought={sought} most={SHOWN} />
        {length > SHOWN && (
          <button
            type="button"
            onClick={() => onShowAll(entry)}
            className="ml-2 text-accent-text underline underline-offset-2"
          >
            {words.showAll(length)}
          </button>
        )}
      </span>
    </div>
  );
});

/** Text only: an application's output is never parsed as markup, and its control characters do nothing. */
export function LineText({ entry, sought, most }: { entry: LogEntry; sought: string; most: number }) {
  const parts = sought === '' ? [] : partsOf(entry.plain.slice(0, most), sought);
  if (parts.some(({ hit }) => hit)) {
    let at = 0;
    return parts.map(({ text, hit }) => {
      const key = at;
      at += text.length;
      return hit ? (
        <mark key={key} className="rounded-xs bg-accent text-accent-ink">
          {text}
        </mark>
      ) : (
        text
      );
    });
  }
  let [at, left] = [0, most];
  return ansiSpans(entry.line.text).map(({ text, colour, bold, dim }) => {
    const shown = visible(text).slice(0, left);
    const key = at;
    at += 1;
    left -= shown.length;
    if (!colour && !bold && !dim) return shown;
    return (
      <span key={key} className={cn(colour && ANSI_TEXT[colour], bold && 'font-semibold', dim && 'text-ink-muted')}>
        {shown}
      </span>
    );
  });
}
