import type { TaskState } from './task';
import { placeOf, type TaskStory } from './task-story';

/** Tasks in one place that failed one after the other. Times are epoch ms. */
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

const LEAST = 3;
/** A task that ran for so long was no part of a loop. */
const LASTING_MS = 5 * 60_000;
/** The next one comes after the restart delay; one that comes much later has another cause. */
const NEXT_WITHIN_MS = 5 * 60_000;
const FAILED: readonly TaskState[] = ['failed', 'rejected', 'orphaned'];

const hasFailed = ({ state }: TaskStory): boolean => FAILED.includes(state);
const endOf = ({ endedAt, stateSince }: TaskStory): number => endedAt ?? stateSince;

function ranFor(task: TaskStory): number {
  const running = task.states.find(([state]) => state === 'running');
  return running ? endOf(task) - running[1] : 0;
}

function isCurrent({ state, desiredState, goneAt }: TaskStory): boolean {
  return goneAt === null && !FAILED.includes(state) && (desiredState === 'running' || desiredState === 'ready');
}

/** Three and more failures in a row in one place, the newest loop first. */
export function crashLoopsIn(tasks: readonly TaskStory[], now: number): CrashLoop[] {
  const byPlace = new Map<string, TaskStory[]>();
  for (const task of tasks) {
    const place = placeOf(task);
    byPlace.set(place, [...(byPlace.get(place) ?? []), task]);
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
  const loops: CrashLoop[] = [];
  let run: TaskStory[] = [];
  const close = (next: TaskStory | null) => {
    const [first, last] = [run[0], run.at(-1)];
    if (run.length >= LEAST && first && last) {
      const lasts = next !== null && isCurrent(next) && next.state === 'running' && now - next.stateSince > LASTING_MS;
      const { exitCode, error, image } = last;
      const goesOn = !lasts && (next === null || isCurrent(next)) && now - endOf(last) < NEXT_WITHIN_MS + LASTING_MS;
      loops.push({
        place,
        count: run.length,
        since: first.createdAt,
        until: endOf(last),
        exitCode,
        error,
        image,
        goesOn,
      });
    }
    run = [];
  };
  for (const task of tasks) {
    const last = run.at(-1);
    if (last && task.createdAt - endOf(last) > NEXT_WITHIN_MS) close(task);
    if (hasFailed(task) && ranFor(task) < LASTING_MS) run.push(task);
    else close(task);
  }
  close(null);
  return loops;
}

/**
 * The template with which the failures of now began: the oldest of the newest ones none of whose tasks lasted. null when
 * the newest template holds, or has not failed.
 */
export function firstBadTemplate(tasks: readonly TaskStory[], now: number): BadTemplate | null {
  const groups = new Map<string, TaskStory[]>();
  for (const task of [...tasks].sort((a, b) => a.createdAt - b.createdAt))
    groups.set(task.templateDigest, [...(groups.get(task.templateDigest) ?? []), task]);
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
    failed: bad.filter(hasFailed).length,
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
  return !lasted && tasks.filter(hasFailed).length >= 2;
}

const isRunning = ({ state, goneAt }: TaskStory): boolean => state === 'running' && goneAt === null;
