import type { Shape } from '#components/ui/state-glyph';
import type { Tone } from '#components/ui/tone';
import { isOver, isStarting, isWanted, type Task, type TaskState } from '#lib/domain/task/task';

/**
 * The displayed state of a task: the engine's states, and four that depend on state, desired state and node together.
 */
export type TaskWord = TaskState | 'stopping' | 'waiting' | 'ghost' | 'lost';

export interface TaskMark {
  word: TaskWord;
  tone: Tone;
  shape?: Shape;
  moving?: boolean;
}

const ON_ITS_WAY = { tone: 'busy', shape: 'half', moving: true } as const;

const BY_STATE: Record<TaskState, Omit<TaskMark, 'word'>> = {
  new: { tone: 'busy', shape: 'dots', moving: true },
  pending: { tone: 'busy', shape: 'dots', moving: true },
  assigned: ON_ITS_WAY,
  accepted: ON_ITS_WAY,
  preparing: ON_ITS_WAY,
  ready: ON_ITS_WAY,
  starting: ON_ITS_WAY,
  running: { tone: 'good' },
  complete: { tone: 'off', shape: 'tick' },
  shutdown: { tone: 'off' },
  failed: { tone: 'bad' },
  rejected: { tone: 'bad', shape: 'cross' },
  remove: { tone: 'off', shape: 'ring', moving: true },
  orphaned: { tone: 'bad', shape: 'hollow' },
};

/** The mark of a state alone, where tasks are counted by state. */
export const markOfState = (state: TaskState): TaskMark => ({ word: state, ...BY_STATE[state] });

/**
 * State, desired state and node in one word. A dead node's tasks keep their last state, because nobody reports another:
 * one that the swarm has replaced is a ghost, one that it still wants is lost. Neither runs.
 */
export function taskMarkOf(task: Task, nodeDown = false): TaskMark {
  const { state, desiredState } = task;
  if (isOver(task)) {
    // Jobs are meant to complete; a service's task that completed was not meant to, but did not fail either.
    if (state === 'complete' && desiredState === 'complete') return { word: state, tone: 'good', shape: 'tick' };
    return { word: state, ...BY_STATE[state] };
  }
  if (nodeDown && task.nodeId !== null)
    return isWanted(task)
      ? { word: 'lost', tone: 'bad', shape: 'hollow' }
      : { word: 'ghost', tone: 'off', shape: 'hollow' };
  if (!isWanted(task)) return { word: 'stopping', tone: 'off', shape: 'ring', moving: true };
  // A replacement is prepared first, and started when its predecessor has stopped or the restart delay is over.
  if (isStarting(task) && desiredState === 'ready') return { word: 'waiting', tone: 'busy', shape: 'ring' };
  if (state === 'pending' && task.error !== '') return { word: 'pending', tone: 'warn' };
  return { word: state, ...BY_STATE[state] };
}
