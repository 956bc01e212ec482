import { visible, withoutAnsi } from '#lib/domain/log/ansi';
import type { LogLine } from '#lib/domain/log/log-line';

/** A line as the screen holds it. */
export interface LogEntry {
  kind: 'line';
  /** Unique on this screen; no order. */
  id: number;
  line: LogLine;
  /** The text without escape sequences: searched, copied and measured. */
  plain: string;
}

/** A place where lines are missing, because they arrived faster than they could be read. */
export interface LogHole {
  kind: 'hole';
  id: number;
  at: string;
  count: number;
}

export type LogRow = LogEntry | LogHole;

export const timeOf = (row: LogRow): string => (row.kind === 'line' ? row.line.at : row.at);

export const entryOf = (id: number, line: LogLine): LogEntry => ({
  kind: 'line',
  id,
  line,
  plain: visible(withoutAnsi(line.text)),
});

/** Inserts new rows by time; nearly always that is the end. */
export function insertByTime(rows: LogRow[], came: readonly LogRow[]): void {
  const sorted = [...came].sort((a, b) => (timeOf(a) < timeOf(b) ? -1 : timeOf(a) > timeOf(b) ? 1 : 0));
  const first = sorted[0];
  if (!first) return;
  let place = rows.length;
  while (place > 0 && timeOf(rows[place - 1] as LogRow) > timeOf(first)) place -= 1;
  const later = rows.splice(place);
  let at = 0;
  for (const row of sorted) {
    for (let next = later[at]; next && timeOf(next) <= timeOf(row); next = later[at]) {
      rows.push(next);
      at += 1;
    }
    rows.push(row);
  }
  for (; at < later.length; at += 1) rows.push(later[at] as LogRow);
}
