import type { TaskId } from '#lib/domain/ids';
import { imageName } from '#lib/domain/service/image';
import type { Task } from '#lib/domain/task/task';
import { bounded } from './bounded-cache';
import { errorKindOf } from './error-kind';
import { OrderedList } from './ordered-list';
import type { TaskGrouping } from './task-query';

/** Failed tasks that are alike. */
export interface TaskGroup {
  /**
   * What they share, as the query's field of the same name takes it: an error's kind, a code, an image, a service's id,
   * a node's id or 'none'.
   */
  value: string;
  count: number;
  /** When the last of them came to its state, ISO 8601. */
  newest: string;
  /** The task of that moment. */
  sample: TaskId;
}

const REMEMBERED = 10_000;

const VALUE_OF: Record<TaskGrouping, () => (task: Task) => string> = {
  error: () => {
    const kindOf = bounded(REMEMBERED, errorKindOf);
    return (task) => kindOf(task.error);
  },
  exitCode: () => (task) => String(task.exitCode ?? 'none'),
  image: () => {
    const nameOf = bounded(REMEMBERED, imageName);
    return (task) => nameOf(task.image);
  },
  service: () => (task) => task.serviceId,
  node: () => (task) => task.nodeId ?? 'none',
};

const byNewest = (a: Task, b: Task): number =>
  a.stateSince === b.stateSince ? (a.id < b.id ? -1 : a.id > b.id ? 1 : 0) : a.stateSince > b.stateSince ? -1 : 1;

const byWeight = (a: TaskGroup, b: TaskGroup): number =>
  b.count - a.count || (a.newest === b.newest ? (a.value < b.value ? -1 : 1) : a.newest > b.newest ? -1 : 1);

/** Counts failed tasks together. Each group keeps its tasks by time, because its newest one may go. */
export class FailureGroups {
  #groups = new Map<string, OrderedList<Task>>();
  #valueOf: (task: Task) => string;
  #tasks = 0;

  constructor(by: TaskGrouping) {
    this.#valueOf = VALUE_OF[by]();
  }

  /** How many tasks are in all groups. */
  get tasks(): number {
    return this.#tasks;
  }

  get size(): number {
    return this.#groups.size;
  }

  addAll(tasks: readonly Task[]): void {
    const found = new Map<string, Task[]>();
    for (const task of tasks) {
      const value = this.#valueOf(task);
      const alike = found.get(value);
      if (alike) alike.push(task);
      else found.set(value, [task]);
    }
    this.#tasks += tasks.length;
    for (const [value, alike] of found) this.#groups.set(value, new OrderedList(byNewest, alike.sort(byNewest)));
  }

  add(task: Task): void {
    const value = this.#valueOf(task);
    const group = this.#groups.get(value) ?? new OrderedList(byNewest);
    group.add(task);
    this.#tasks += 1;
    this.#groups.set(value, group);
  }

  remove(task: Task): void {
    const value = this.#valueOf(task);
    const group = this.#groups.get(value);
    if (!group?.remove(task)) return;
    this.#tasks -= 1;
    if (group.size === 0) this.#groups.delete(value);
  }

  /** The largest groups, the newest first among equals. */
  largest(most: number): TaskGroup[] {
    const groups: TaskGroup[] = [];
    for (const [value, group] of this.#groups) {
      const newest = group.first;
      if (newest) groups.push({ value, count: group.size, newest: newest.stateSince, sample: newest.id });
    }
    return groups.sort(byWeight).slice(0, most);
  }
}
