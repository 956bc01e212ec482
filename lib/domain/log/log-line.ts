import type { NodeId, TaskId } from '../ids';

export const LOG_CHANNELS = ['stdout', 'stderr'] as const;
export type LogChannel = (typeof LOG_CHANNELS)[number];

/** One line of a task's output. Sensitive: it is shown to those who may read logs, and kept nowhere. */
export interface LogLine {
  taskId: TaskId;
  nodeId: NodeId;
  channel: LogChannel;
  /** RFC 3339 in UTC with nine decimals, as the task's node stamped it: as text it sorts by time. */
  at: string;
  /** Without its line end; escape sequences as they came. */
  text: string;
  /** How many characters of an endless line were left out; absent when it is whole. */
  cut?: number;
}

/** Earlier first; what bears the same time stays as it came, because one read of a pipe stamps all its lines alike. */
export const byTime = (a: LogLine, b: LogLine): number => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0);

/** What makes a line that comes a second time the same line. */
export const identityOf = ({ taskId, at, channel, text }: LogLine): string => `${taskId} ${at} ${channel} ${text}`;

/** Two lists that are each in order of time as one. */
export function mergeByTime(earlier: readonly LogLine[], later: readonly LogLine[]): LogLine[] {
  const last = earlier.at(-1);
  const first = later[0];
  if (!last || !first || byTime(last, first) <= 0) return [...earlier, ...later];
  const merged: LogLine[] = [];
  let [i, j] = [0, 0];
  while (i < earlier.length && j < later.length) {
    const [a, b] = [earlier[i] as LogLine, later[j] as LogLine];
    if (byTime(a, b) <= 0) {
      merged.push(a);
      i += 1;
    } else {
      merged.push(b);
      j += 1;
    }
  }
  return [...merged, ...earlier.slice(i), ...later.slice(j)];
}

/** The last lines of each task, in the given order. */
export function lastOfEachTask(lines: readonly LogLine[], count: number): LogLine[] {
  const left = new Map<TaskId, number>();
  const kept: LogLine[] = [];
  for (let index = lines.length - 1; index >= 0; index -= 1) {
    const line = lines[index] as LogLine;
    const room = left.get(line.taskId) ?? count;
    if (room === 0) continue;
    left.set(line.taskId, room - 1);
    kept.push(line);
  }
  return kept.reverse();
}
