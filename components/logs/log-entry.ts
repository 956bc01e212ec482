import { visible, withoutAnsi } from '#lib/domain/log/ansi';
import type { LogLine } from '#lib/domain/log/log-line';

/** A line as the screen holds it. */
export interface LogEntry {
  kind: 'line';
  /** Unlike all others of this screen; says nothing of the order. */
  id: number;
  line: LogLine;
  /** What is searched, copied and measured: letters alone. */
  plain: string;
}

/** A place where lines are missing, because they came faster than they could be taken. */
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

/** Rows that came go in by their time; nearly always that is the end. */
export function insertByTime(rows: LogRow[], came: readonly LogRow[]): void {
  for (const row of came) {
    const at = timeOf(row);
    let place = rows.length;
    while (place > 0 && timeOf(rows[place - 1] as LogRow) > at) place -= 1;
    if (place === rows.length) rows.push(row);
    else rows.splice(place, 0, row);
  }
}
