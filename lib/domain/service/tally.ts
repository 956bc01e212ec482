import { hasFailed, isOver, isStarting, isWanted, type Task } from '../task/task';
import { isJob, type Service } from './service';
import { type PlacedTask, type SlotStanding, type SlotState, slotKeyOf, standingOf } from './slot-standing';

/** A service's tasks in numbers; of a job those of its present run alone. */
export interface Tally {
  /** Tasks the swarm aims for. Of a global service: the nodes it has a task for. Of a job: completions. */
  desired: number;
  running: number;
  /** On their way to running: pending to starting. */
  starting: number;
  /** Without a node yet. */
  pending: number;
  /** Ended badly and not yet forgotten by the swarm (five a slot by default). */
  failed: number;
  /** Slots whose task has ended well and is not started again; of a job its completions. */
  completed: number;
  /** Slots in a crash loop: failed twice in a row or more, and nothing has lasted since. */
  crashing: number;
  /** Slots whose task has ended badly and is not started again; of a job where none of it goes on. */
  gaveUp: number;
  /** Of a job: slots without a completion whose last attempt failed and in which nothing runs. */
  failing: number;
  /** Ended slots whose task was made with another template than the present one: no update has reached them. */
  outdated: number;
  /** With what most of the slots that are in trouble have failed; null: none is, or they had no exit code. */
  exitCode: number | null;
}

export const EMPTY_TALLY: Tally = {
  desired: 0,
  running: 0,
  starting: 0,
  pending: 0,
  failed: 0,
  completed: 0,
  crashing: 0,
  gaveUp: 0,
  failing: 0,
  outdated: 0,
  exitCode: null,
};

type Counted = Pick<Service, 'mode' | 'restartPolicy' | 'jobIteration' | 'templateDigest'>;

/** The tasks of one run of a job, or all of a service that is none. */
interface Run {
  tasks: number;
  failed: number;
  running: number;
  starting: number;
  pending: number;
  slots: Partial<Record<SlotState, number>>;
  /** Those among the slots that are in a crash loop. */
  looping: Partial<Record<SlotState, number>>;
  /** Slots with a completion, and those among them in which something is live. */
  completed: number;
  failing: number;
  /** Slots in which nothing is live, by the template of their last task. */
  ended: Map<string, number>;
  /** How many slots in trouble have failed with which code, last. */
  exitCodes: Map<number, number>;
}

const newRun = (): Run => ({
  tasks: 0,
  failed: 0,
  running: 0,
  starting: 0,
  pending: 0,
  slots: {},
  looping: {},
  completed: 0,
  failing: 0,
  ended: new Map(),
  exitCodes: new Map(),
});

interface Slot {
  tasks: PlacedTask[];
  standing: SlotStanding;
}

/**
 * Counts what truly runs, task by task, so that a change costs the same whether a service has three tasks or ten
 * thousand. The engine's own RunningTasks counts by state alone, so that the tasks of a dead node still run there; here
 * a task runs when it is wanted, says so, and its node is not down. What was added must be removed as it was added.
 */
export class TaskCounts {
  /** null: of a service that is no job. */
  #runs = new Map<number | null, Run>();
  #slots = new Map<string, Slot>();
  /** Slots in a crash loop in which a task runs: by time alone it will have lasted. */
  #onTrial = new Set<string>();
  #dueAt = Number.POSITIVE_INFINITY;
  /** Epoch ms. Additions and removals are judged as of then; `tick` judges earlier ones again. */
  now = 0;

  get isEmpty(): boolean {
    return this.#slots.size === 0;
  }

  /** Before this, epoch ms, nothing changes by time alone. */
  get dueAt(): number {
    return this.#dueAt;
  }

  add(task: Task, onDownNode: boolean): void {
    this.#count(task, onDownNode, 1);
    this.#place(task, (slot) => slot.push({ task, onDownNode }));
  }

  remove(task: Task, onDownNode: boolean): void {
    this.#count(task, onDownNode, -1);
    this.#place(task, (slot) => {
      const index = slot.findIndex((placed) => placed.task.id === task.id);
      if (index >= 0) slot.splice(index, 1);
    });
    const run = this.#runs.get(task.jobIteration);
    if (run?.tasks === 0) this.#runs.delete(task.jobIteration);
  }

  /** Judges what has lasted meanwhile. Costs as much as there are slots on trial. */
  tick(): void {
    this.#dueAt = Number.POSITIVE_INFINITY;
    for (const key of [...this.#onTrial]) {
      const slot = this.#slots.get(key);
      const [first] = slot?.tasks ?? [];
      if (slot && first) this.#stand(key, slot, first.task.jobIteration);
    }
  }

  tallyOf(service: Counted): Tally {
    const run = this.#runs.get(service.jobIteration) ?? newRun();
    const { running, starting, pending, failed } = run;
    return { ...EMPTY_TALLY, running, starting, pending, failed, ...standingIn(service, run) };
  }

  #count(task: Task, onDownNode: boolean, by: 1 | -1): void {
    let run = this.#runs.get(task.jobIteration);
    if (!run) {
      run = newRun();
      this.#runs.set(task.jobIteration, run);
    }
    run.tasks += by;
    if (hasFailed(task)) run.failed += by;
    if (!isWanted(task) || isOver(task)) return;
    if (task.state === 'running' && !onDownNode) run.running += by;
    if (!isStarting(task)) return;
    run.starting += by;
    if (task.nodeId === null) run.pending += by;
  }

  #place(task: Task, change: (tasks: PlacedTask[]) => void): void {
    const key = slotKeyOf(task);
    const slot = this.#slots.get(key) ?? { tasks: [], standing: NOTHING };
    this.#slots.set(key, slot);
    change(slot.tasks);
    this.#stand(key, slot, task.jobIteration);
    if (slot.tasks.length === 0) this.#slots.delete(key);
  }

  #stand(key: string, slot: Slot, iteration: number | null): void {
    const run = this.#runs.get(iteration);
    if (!run) return;
    if (slot.standing !== NOTHING) record(run, slot.standing, -1);
    slot.standing = slot.tasks.length === 0 ? NOTHING : standingOf(slot.tasks, this.now);
    if (slot.standing !== NOTHING) record(run, slot.standing, 1);
    const { lastsAt } = slot.standing;
    if (lastsAt === null) this.#onTrial.delete(key);
    else {
      this.#onTrial.add(key);
      this.#dueAt = Math.min(this.#dueAt, lastsAt);
    }
  }
}

/** Of a slot without a task. */
const NOTHING: SlotStanding = {
  state: 'stopped',
  looping: false,
  failuresInARow: 0,
  lastsAt: null,
  completed: false,
  failing: false,
  exitCode: null,
  templateDigest: '',
};

const ENDED: ReadonlySet<SlotState> = new Set(['ending-well', 'ended-well', 'ending-badly', 'ended-badly']);

function record(run: Run, standing: SlotStanding, by: 1 | -1): void {
  const { state, looping, completed, failing, exitCode, templateDigest } = standing;
  run.slots[state] = (run.slots[state] ?? 0) + by;
  if (looping) run.looping[state] = (run.looping[state] ?? 0) + by;
  if (completed) run.completed += by;
  if (failing && !completed) run.failing += by;
  if (ENDED.has(state)) add(run.ended, templateDigest, by);
  if (exitCode !== null && (looping || failing)) add(run.exitCodes, exitCode, by);
}

function add<Key>(counts: Map<Key, number>, key: Key, by: 1 | -1): void {
  const count = (counts.get(key) ?? 0) + by;
  if (count === 0) counts.delete(key);
  else counts.set(key, count);
}

function standingIn(service: Counted, run: Run): Omit<Tally, 'running' | 'starting' | 'pending' | 'failed'> {
  return isJob(service.mode) ? jobIn(service, run) : serviceIn(service, run);
}

/**
 * A job counts by slots, not by tasks: a manager that leads for the second time runs each of them twice. A slot that
 * its restart policy gives up is tried again as long as another one goes on. (domain/rollout/job-standing, isGivenUp)
 */
function jobIn({ mode, restartPolicy }: Counted, { slots, looping, completed, failing, exitCodes }: Run) {
  const live = sum(slots, ['live', 'ending-well', 'ended-well', 'ending-badly', 'ended-badly']);
  const desired = mode.kind === 'replicated-job' ? mode.totalCompletions : live;
  const done = Math.min(completed, desired);
  const crashing = done < desired ? Math.min(sum(looping, ['live', 'ending-badly', 'ended-badly']), desired - done) : 0;
  const trying = done < desired ? Math.min(failing, desired - done) : 0;
  const mayGiveUp = restartPolicy.condition === 'none' || restartPolicy.maxAttempts > 0;
  const isOver = mayGiveUp && sum(slots, ['live', 'away', 'ending-badly']) === 0;
  return {
    desired,
    completed: done,
    crashing: isOver ? 0 : crashing,
    gaveUp: isOver ? trying : 0,
    outdated: 0,
    failing: isOver ? 0 : trying,
    exitCode: crashing + trying > 0 ? most(exitCodes) : null,
  };
}

/**
 * Where nothing is started again: never without restarts, after a good end with `on-failure`, and once the attempts are
 * used up, which shows in the orchestrator's having decided without making a successor. (SwarmKit:
 * manager/orchestrator/restart, shouldRestart)
 */
function serviceIn({ mode, restartPolicy, templateDigest }: Counted, { slots, looping, ended, exitCodes }: Run) {
  const { condition, maxAttempts } = restartPolicy;
  const decided = condition === 'none' || maxAttempts > 0;
  const well: SlotState[] = [
    ...(decided || condition === 'on-failure' ? (['ended-well'] as const) : []),
    ...(condition === 'any' ? [] : (['ending-well'] as const)),
  ];
  const badly: SlotState[] = [
    ...(decided ? (['ended-badly'] as const) : []),
    ...(condition === 'none' ? (['ending-badly'] as const) : []),
  ];
  const open = (['ending-well', 'ending-badly'] as const).filter(
    (state) => !well.includes(state) && !badly.includes(state),
  );
  const live = sum(slots, ['live', ...open]);
  const desired = mode.kind === 'replicated' ? mode.replicas : live + sum(slots, [...well, ...badly]);
  // A slot that was scaled away may leave ended tasks behind: only what is wanted beside the live ones counts.
  const completed = Math.min(sum(slots, well), Math.max(0, desired - live));
  const gaveUp = Math.min(sum(slots, badly), Math.max(0, desired - live - completed));
  const crashing = sum(looping, ['live', 'away', ...open]);
  return {
    desired,
    completed,
    crashing,
    gaveUp,
    outdated: completed + gaveUp > 0 ? sum(slots, [...ENDED]) - (ended.get(templateDigest) ?? 0) : 0,
    failing: 0,
    exitCode: crashing + gaveUp > 0 ? most(exitCodes) : null,
  };
}

const sum = (counts: Partial<Record<SlotState, number>>, states: readonly SlotState[]): number =>
  states.reduce((total, state) => total + (counts[state] ?? 0), 0);

/** The most frequent one; of equals the greater. */
function most(codes: ReadonlyMap<number, number>): number | null {
  let found: number | null = null;
  for (const [code, count] of codes) {
    const best = found === null ? 0 : (codes.get(found) ?? 0);
    if (count > best || (count === best && code > (found ?? -1))) found = code;
  }
  return found;
}

/** Whether fewer tasks run, or have completed, than the service desires. Of a job: whether an attempt at it fails. */
export const fallsShort = (service: Pick<Service, 'mode'>, tally: Tally): boolean =>
  isJob(service.mode)
    ? tally.crashing + tally.failing + tally.gaveUp > 0
    : tally.running + tally.completed < tally.desired;
