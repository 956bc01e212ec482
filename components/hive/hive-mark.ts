import type { Shape } from '#components/ui/state-glyph';
import type { Tone } from '#components/ui/tone';
import { isFailure, type TaskState } from '#lib/domain/task/task';
import type { HiveNote } from '#lib/live/hive/hive-parts';

/** The marks of a cell, in the legend's order. */
export const HIVE_MARKS = [
  'running',
  'starting',
  'waiting',
  'pending',
  'unplaceable',
  'stopping',
  'crashing',
  'failed',
  'rejected',
  'orphaned',
  'lost',
  'ghost',
] as const;
export type HiveMark = (typeof HIVE_MARKS)[number];

/** As the task lists show them: see task-mark. Tasks on their way share one shape. */
export const MARK_LOOKS: Record<HiveMark, { tone: Tone; shape: Shape }> = {
  running: { tone: 'good', shape: 'disc' },
  starting: { tone: 'busy', shape: 'half' },
  waiting: { tone: 'busy', shape: 'ring' },
  pending: { tone: 'busy', shape: 'dots' },
  unplaceable: { tone: 'warn', shape: 'triangle' },
  stopping: { tone: 'off', shape: 'ring' },
  crashing: { tone: 'bad', shape: 'triangle' },
  failed: { tone: 'bad', shape: 'square' },
  rejected: { tone: 'bad', shape: 'cross' },
  orphaned: { tone: 'bad', shape: 'hollow' },
  lost: { tone: 'bad', shape: 'hollow' },
  ghost: { tone: 'off', shape: 'hollow' },
};

/** The marks of failed tasks. */
export const isFailureMark = (mark: HiveMark): boolean => isFailure(mark);

/** The mark of a cell. On a node that is down nothing runs, whatever state was last reported. */
export function hiveMarkOf(state: TaskState, note: HiveNote, nodeDown: boolean): HiveMark {
  if (isFailure(state)) return state;
  if (nodeDown) return note === 'stopping' ? 'ghost' : 'lost';
  if (note === 'stopping' || note === 'waiting' || note === 'unplaceable') return note;
  if (state === 'new' || state === 'pending') return 'pending';
  return state === 'running' ? 'running' : 'starting';
}

const ALIVE: readonly HiveMark[] = ['running', 'starting', 'waiting', 'pending'];

/** In a crash loop a task that runs or starts is no good sign: the loop goes on. */
export const inCrashLoop = (mark: HiveMark): HiveMark => (ALIVE.includes(mark) ? 'crashing' : mark);
