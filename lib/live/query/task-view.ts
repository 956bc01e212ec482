import { hasFailed, type Task, type TaskState } from '#lib/domain/task/task';
import { FailureGroups, type TaskGroup } from './failure-groups';
import { OrderedList } from './ordered-list';
import { MISS, taskFilterOf } from './task-filter';
import type { TaskNames } from './task-names';
import { TaskOrder } from './task-order';
import type { TaskQuery } from './task-query';

export type { TaskGroup } from './failure-groups';
export type { TaskNames } from './task-names';

export interface TaskSummary {
  /** How many tasks match. */
  total: number;
  /** How many there are. */
  all: number;
  /** Of those that match all of the query but its states. */
  states: Partial<Record<TaskState, number>>;
  /**
   * The largest groups of failed tasks, largest first; the query's filters on states and on the grouped field are left
   * out.
   */
  groups: TaskGroup[];
  /** How many groups and tasks in groups there are, also beyond those listed. */
  groupCount: number;
  grouped: number;
}

export interface TaskChange {
  before: Task | null;
  after: Task | null;
}

const GROUPS_TOLD = 50;

/**
 * The tasks of one query, kept current by what changes: rows in their order, and counts by adding and taking away. It
 * holds nothing for each task but its place, as there may be many views in a process. Names are those of its beginning:
 * where a service or node comes to be called otherwise, make a new view.
 */
export class TaskView {
  #missOf: (task: Task) => number;
  #order: TaskOrder;
  #rows: OrderedList<Task>;
  #states = new Map<TaskState, number>();
  #groups: FailureGroups | null;
  /** What may be missed by a task that is grouped. */
  #ungrouped: number;
  #all = 0;
  #summary: TaskSummary | null = null;

  constructor(query: TaskQuery, names: TaskNames, tasks: Iterable<Task>) {
    this.#missOf = taskFilterOf(query, names);
    this.#order = new TaskOrder(query, names);
    this.#groups = query.groupBy && new FailureGroups(query.groupBy);
    this.#ungrouped = MISS.state | (query.groupBy ? MISS[query.groupBy] : 0);
    const rows: Task[] = [];
    const failed: Task[] = [];
    for (const task of tasks) {
      const miss = this.#missOf(task);
      this.#all += 1;
      if (miss === 0) rows.push(task);
      if ((miss & ~MISS.state) === 0) this.#count(task.state, 1);
      if (this.#isGrouped(task, miss)) failed.push(task);
    }
    this.#rows = new OrderedList(this.#order.compare, this.#order.sorted(rows));
    this.#groups?.addAll(failed);
  }

  /**
   * Takes in what changed, each `before` being the task as the view knows it. Returns whether rows or summary may
   * differ now. Costs a search for each change, independent of the number of tasks.
   */
  apply(changes: readonly TaskChange[]): boolean {
    let differs = false;
    for (const { before, after } of changes) if (this.#take(before, after)) differs = true;
    if (differs) this.#summary = null;
    return differs;
  }

  /** From `from` up to before `to`, as far as there are so many. */
  rows(from: number, to: number): readonly Task[] {
    return this.#rows.slice(from, to);
  }

  /** The same object until something changes. */
  get summary(): TaskSummary {
    this.#summary ??= {
      total: this.#rows.size,
      all: this.#all,
      states: Object.fromEntries(this.#states),
      groups: this.#groups?.largest(GROUPS_TOLD) ?? [],
      groupCount: this.#groups?.size ?? 0,
      grouped: this.#groups?.tasks ?? 0,
    };
    return this.#summary;
  }

  #take(before: Task | null, after: Task | null): boolean {
    const missedBefore = before ? this.#missOf(before) : MISS.other;
    const missedAfter = after ? this.#missOf(after) : MISS.other;
    this.#all += (after ? 1 : 0) - (before ? 1 : 0);
    if (before && (missedBefore & ~MISS.state) === 0) this.#count(before.state, -1);
    if (after && (missedAfter & ~MISS.state) === 0) this.#count(after.state, 1);
    if (before && this.#isGrouped(before, missedBefore)) this.#groups?.remove(before);
    if (after && this.#isGrouped(after, missedAfter)) this.#groups?.add(after);
    this.#move(missedBefore === 0 ? before : null, missedAfter === 0 ? after : null);
    const counted = (miss: number) => (miss & ~MISS.state) === 0 || (miss & ~this.#ungrouped) === 0;
    return before === null || after === null || counted(missedBefore) || counted(missedAfter);
  }

  #move(before: Task | null, after: Task | null): void {
    if (before && after && this.#order.compare(before, after) === 0) this.#rows.replace(after);
    else {
      if (before) this.#rows.remove(before);
      if (after) this.#rows.add(after);
    }
  }

  #isGrouped(task: Task, miss: number): boolean {
    return this.#groups !== null && (miss & ~this.#ungrouped) === 0 && hasFailed(task);
  }

  #count(state: TaskState, by: 1 | -1): void {
    const count = (this.#states.get(state) ?? 0) + by;
    if (count === 0) this.#states.delete(state);
    else this.#states.set(state, count);
  }
}
