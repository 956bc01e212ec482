import { instantOf } from '../instant';
import { failuresInARow, LASTING_MS, LOOPS_FROM, type SlotRun } from '../task/crash-loop';
import { hasFailed, isOver, isWanted, type Task } from '../task/task';

/**
 * What has become of a slot. `ending…`: its newest task is over and the orchestrator has not decided yet; `ended…`: it
 * has, and there is no successor. (SwarmKit: manager/orchestrator/restart, Restart: it decides and makes the successor
 * in one transaction)
 */
export type SlotState =
  | 'live'
  /** Its task is wanted, but its node is down. */
  | 'away'
  | 'ending-well'
  | 'ended-well'
  | 'ending-badly'
  | 'ended-badly'
  /** Nothing is wanted here any more. */
  | 'stopped';

/** The state of one slot of a service: a number of a replicated service, a node of a global one. */
export interface SlotStanding {
  state: SlotState;
  /** Failed twice in a row or more, and nothing has lasted since. */
  looping: boolean;
  /** How often it has failed in a row, as far as the swarm remembers. */
  failuresInARow: number;
  /** When the task that runs here will have lasted, epoch ms; null: nothing changes by time alone. */
  lastsAt: number | null;
  /** A task of it has completed, which is all that a job requires of a slot. */
  completed: boolean;
  /** Its last end was a bad one, and nothing runs in it. */
  failing: boolean;
  /** Of the last one that ended badly. */
  exitCode: number | null;
  /** With what its newest task was made. */
  templateDigest: string;
}

export interface PlacedTask {
  task: Task;
  /** Its node is down, so it does not run, whatever state was last reported. */
  onDownNode: boolean;
}

/** Where a task has its place within its service. Each run of a job has slots of its own. */
export const slotKeyOf = ({ jobIteration, slot, nodeId, id }: Task): string =>
  `${jobIteration ?? ''}/${slot ?? nodeId ?? id}`;

/** `tasks` are all that the swarm remembers of the slot, in any order. */
export function standingOf(tasks: readonly PlacedTask[], now: number): SlotStanding {
  const live = tasks.filter(({ task }) => isWanted(task) && !isOver(task));
  const here = live.filter(({ onDownNode }) => !onDownNode);
  const completed = tasks.some(({ task }) => task.state === 'complete');
  const bad = tasks.some(({ task }) => hasFailed(task));
  // The usual slot: one task, without earlier ones that could matter.
  if (live.length > 0 && !bad && !completed)
    return {
      ...CALM,
      state: here.length > 0 ? 'live' : 'away',
      templateDigest: live.at(-1)?.task.templateDigest ?? '',
    };
  const inOrder = tasks.map(({ task }) => task).sort(byAge);
  const lastFailure = inOrder.findLast(hasFailed);
  const running = here.find(({ task }) => task.state === 'running')?.task;
  const row = bad || completed ? tailOf(inOrder) : 0;
  const lastsAt = row >= LOOPS_FROM && running ? instantOf(running.startedAt ?? running.stateSince) + LASTING_MS : null;
  const newestEnd = inOrder.findLast(isOver);
  return {
    state: live.length > 0 ? (here.length > 0 ? 'live' : 'away') : endOf(inOrder.at(-1)),
    failuresInARow: row,
    looping: row >= LOOPS_FROM && (lastsAt === null || now < lastsAt),
    lastsAt: lastsAt !== null && now < lastsAt ? lastsAt : null,
    completed,
    failing: newestEnd !== undefined && hasFailed(newestEnd) && !running,
    exitCode: lastFailure?.exitCode ?? null,
    templateDigest: inOrder.at(-1)?.templateDigest ?? '',
  };
}

const CALM = { looping: false, failuresInARow: 0, lastsAt: null, completed: false, failing: false, exitCode: null };

/** How many tasks in a row have failed up to now. */
function tailOf(inOrder: readonly Task[]): number {
  const run = failuresInARow(inOrder.map(runOf)).at(-1);
  const last = run?.at(-1);
  if (!run || last === undefined) return 0;
  // What came after the last failure must not have ended the run: another template does, or one that lasted.
  const after = inOrder.slice(last + 1);
  const broken = after.some(
    (task) =>
      task.templateDigest !== inOrder[last]?.templateDigest || (isOver(task) && runOf(task).ranMs >= LASTING_MS),
  );
  return broken ? 0 : run.length;
}

const runOf = (task: Task): SlotRun => {
  const endedAt = isOver(task) ? instantOf(task.stateSince) : null;
  const createdAt = instantOf(task.createdAt);
  return { state: task.state, templateDigest: task.templateDigest, createdAt, endedAt, ranMs: ranMs(task, endedAt) };
};

/** Where its start is unknown: it did not run without an exit code, else no longer than it existed. */
function ranMs({ startedAt, createdAt, exitCode }: Task, endedAt: number | null): number {
  if (endedAt === null) return 0;
  if (startedAt !== null) return endedAt - instantOf(startedAt);
  return exitCode === null ? 0 : endedAt - instantOf(createdAt);
}

function endOf(newest: Task | undefined): SlotState {
  if (!newest || newest.desiredState === 'remove' || !isOver(newest)) return 'stopped';
  if (newest.state === 'complete') return isWanted(newest) ? 'ending-well' : 'ended-well';
  if (hasFailed(newest)) return isWanted(newest) ? 'ending-badly' : 'ended-badly';
  return 'stopped';
}

const byAge = (a: Task, b: Task): number =>
  a.createdAt === b.createdAt ? (a.id < b.id ? -1 : 1) : a.createdAt < b.createdAt ? -1 : 1;
