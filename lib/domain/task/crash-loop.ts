import { isFailure, isOver, type TaskState } from './task';
import { placeOf, type TaskStory } from './task-story';

/**
 * A task that has run for so long has lasted: it is no part of a crash loop, and ends one. SwarmKit itself has no such
 * notion by default (a restart policy's window is 0), and an update's monitor of 5 s is shorter than what many a
 * container needs to give up waiting for its database.
 */
export const LASTING_MS = 2 * 60_000;
/** From the second failure in a row: one alone may be an accident. */
export const LOOPS_FROM = 2;
/**
 * SwarmKit makes the successor at once, and starts it after the restart delay; one that comes much later has another
 * cause.
 */
const NEXT_WITHIN_MS = 5 * 60_000;

/** What the rule reads of a task. Times are epoch ms. */
export interface SlotRun {
  state: TaskState;
  templateDigest: string;
  createdAt: number;
  /** null: it is not over. */
  endedAt: number | null;
  /** For how long it ran, or less where that is not known to the millisecond; 0: it never did. */
  ranMs: number;
}

/**
 * Which of a slot's tasks, oldest first, failed one after the other with nothing between them that lasted: runs of
 * indices. A task that the swarm itself stopped before it had lasted neither adds to a run nor ends it. One that ended
 * by itself with 0 adds to it when it was started again, which a restart policy of `any` does. A new template begins
 * anew, as it does for SwarmKit's own restart history. (SwarmKit: manager/orchestrator/restart, RecordRestartHistory)
 */
export function failuresInARow(slot: readonly SlotRun[]): number[][] {
  const runs: number[][] = [];
  let run: number[] = [];
  const close = () => {
    if (run.length > 0) runs.push(run);
    run = [];
  };
  slot.forEach((task, index) => {
    const before = slot[index - 1];
    if (before && (before.templateDigest !== task.templateDigest || isMuchLater(before, task))) close();
    if (task.endedAt === null) return;
    if (task.ranMs >= LASTING_MS) close();
    else if (isFailure(task.state) || (task.state === 'complete' && index < slot.length - 1)) run.push(index);
  });
  close();
  return runs;
}

const isMuchLater = (before: SlotRun, task: SlotRun): boolean =>
  before.endedAt !== null && task.createdAt - before.endedAt > NEXT_WITHIN_MS;

/** Tasks in one slot that failed one after the other. Times are epoch ms. */
export interface CrashLoop {
  place: string;
  count: number;
  since: number;
  until: number;
  /** Of the last one. */
  exitCode: number | null;
  error: string;
  image: string;
  /** Nothing has lasted in this place since. */
  goesOn: boolean;
}

/** A template whose tasks do not last, and the one before it whose tasks did. */
export interface BadTemplate {
  templateDigest: string;
  image: string;
  /** When its first task was made. */
  since: number;
  failed: number;
  before: { templateDigest: string; image: string } | null;
}

const endOf = ({ endedAt, stateSince }: TaskStory): number => endedAt ?? stateSince;

function ranFor(task: TaskStory): number {
  const running = task.states.find(([state]) => state === 'running');
  return running ? endOf(task) - running[1] : 0;
}

const runOf = (task: TaskStory): SlotRun => ({
  state: task.state,
  templateDigest: task.templateDigest,
  createdAt: task.createdAt,
  endedAt: isOver(task) ? endOf(task) : null,
  ranMs: ranFor(task),
});

function isCurrent({ state, desiredState, goneAt }: TaskStory): boolean {
  return (
    goneAt === null &&
    !isFailure(state) &&
    (desiredState === 'running' || desiredState === 'ready' || desiredState === 'complete')
  );
}

/** Crash loops of a service's tasks, also those that are over; the newest first. */
export function crashLoopsIn(tasks: readonly TaskStory[], now: number): CrashLoop[] {
  const byPlace = new Map<string, TaskStory[]>();
  for (const task of tasks) {
    const held = byPlace.get(placeOf(task));
    if (held) held.push(task);
    else byPlace.set(placeOf(task), [task]);
  }
  return [...byPlace]
    .flatMap(([place, its]) =>
      loopsAt(
        place,
        its.sort((a, b) => a.createdAt - b.createdAt),
        now,
      ),
    )
    .sort((a, b) => Number(b.goesOn) - Number(a.goesOn) || b.until - a.until);
}

function loopsAt(place: string, tasks: readonly TaskStory[], now: number): CrashLoop[] {
  return failuresInARow(tasks.map(runOf))
    .filter((run) => run.length >= LOOPS_FROM)
    .map((run) => {
      const [first, last] = [tasks[run[0] as number] as TaskStory, tasks[run.at(-1) as number] as TaskStory];
      const next = tasks.slice((run.at(-1) as number) + 1).at(-1);
      const { exitCode, error, image } = last;
      return {
        place,
        count: run.length,
        since: first.createdAt,
        until: endOf(last),
        exitCode,
        error,
        image,
        goesOn: goesOnWith(next, last, now),
      };
    });
}

function goesOnWith(next: TaskStory | undefined, last: TaskStory, now: number): boolean {
  if (next === undefined) return now - endOf(last) < NEXT_WITHIN_MS;
  if (!isCurrent(next) || next.templateDigest !== last.templateDigest) return false;
  return next.state !== 'running' || now - next.stateSince < LASTING_MS;
}

/**
 * The template with which the failures of now began: the oldest of the newest ones none of whose tasks lasted. null
 * when the newest template holds, or has not failed.
 */
export function firstBadTemplate(tasks: readonly TaskStory[], now: number): BadTemplate | null {
  const groups = new Map<string, TaskStory[]>();
  for (const task of [...tasks].sort((a, b) => a.createdAt - b.createdAt)) {
    const group = groups.get(task.templateDigest);
    if (group) group.push(task);
    else groups.set(task.templateDigest, [task]);
  }
  const inOrder = [...groups.values()];
  let bad: TaskStory[] | null = null;
  let before: TaskStory | undefined;
  for (const group of inOrder.reverse()) {
    if (isBad(group, now)) bad = group;
    else {
      before = bad ? group[0] : undefined;
      break;
    }
  }
  const first = bad?.[0];
  if (!bad || !first) return null;
  return {
    templateDigest: first.templateDigest,
    image: first.image,
    since: first.createdAt,
    failed: bad.filter(({ state }) => isFailure(state)).length,
    before: before ? { templateDigest: before.templateDigest, image: before.image } : null,
  };
}

function isBad(tasks: readonly TaskStory[], now: number): boolean {
  const lasted = tasks.some(
    (task) =>
      ranFor(task) >= LASTING_MS ||
      task.state === 'complete' ||
      (isRunning(task) && now - task.stateSince >= LASTING_MS),
  );
  return !lasted && tasks.filter(({ state }) => isFailure(state)).length >= LOOPS_FROM;
}

const isRunning = ({ state, goneAt }: TaskStory): boolean => state === 'running' && goneAt === null;
