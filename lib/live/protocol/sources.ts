import type { NodeId, ServiceId, TaskId } from '#lib/domain/ids';
import { nodeNames } from '#lib/domain/node/node-name';
import type { Task } from '#lib/domain/task/task';
import { HiveIndex } from '../hive/hive-index';
import type { Changed } from '../picture/change-log';
import { NODE_FIELDS, picked, SERVICE_FIELDS, TASK_FIELDS, WHOLE } from '../picture/fields';
import type { Picture } from '../picture/picture';
import { parseTaskQuery } from '../query/task-query';
import { TaskView } from '../query/task-view';
import { changedContent, type FrameContent, wholeContent } from './frame';
import { packTasks } from './packed-tasks';
import { ROWS_A_BLOCK, type Topic } from './topic';

/** Where a topic's content comes from. */
export interface Source {
  /** The revision that its content is at. */
  readonly at: number;
  whole(): FrameContent;
  /** What one who held all of it at that revision is owed; null: too long ago. */
  since(revision: number): FrameContent | null;
}

/** Nodes, services and tasks straight from the picture: always at its newest revision. */
export class ObjectSource implements Source {
  #picture: Picture;
  #topic: Topic;

  constructor(picture: Picture, topic: Topic) {
    this.#picture = picture;
    this.#topic = topic;
  }

  get at(): number {
    return this.#picture.revision;
  }

  whole = (): FrameContent => wholeContent(this.#picture, this.#topic);

  since(revision: number): FrameContent | null {
    const changed = this.#picture.changedSince(revision);
    return changed && this.contentOf(changed);
  }

  contentOf = (changed: Changed): FrameContent => changedContent(this.#picture, this.#topic, changed);
}

type TaskStep = { before: Task | null; after: Task | null };

const stepsIn = (picture: Picture, changed: Changed): TaskStep[] =>
  [...changed.tasks].map(([id, { before }]) => ({ before, after: picture.tasks.get(id) ?? null }));

/** Every task as a cell; `step` advances it to the present revision. */
export class HiveSource implements Source {
  at: number;
  #picture: Picture;
  #index = new HiveIndex();
  /**
   * Cells have other numbers in an index that was made anew: what was sent before is void, and what was sent at this
   * very revision may have come of the index before.
   */
  #bornAt: number;

  constructor(picture: Picture) {
    this.#picture = picture;
    this.at = picture.revision;
    this.#bornAt = this.at;
    this.#begin();
  }

  whole = (): FrameContent => ({ hive: this.#index.whole() });

  since(revision: number): FrameContent | null {
    const changed = revision <= this.#bornAt ? null : this.#picture.changedSince(revision);
    return changed && { hive: this.#index.since(changed.tasks.keys(), { nodes: 0, services: 0 }) };
  }

  /** Goes on to the picture's revision. Returns what that changes: null, everything; empty, nothing. */
  step(): FrameContent | null {
    const changed = this.#picture.changedSince(this.at);
    this.at = this.#picture.revision;
    if (changed === null) {
      this.#bornAt = this.at;
      this.#begin();
      return null;
    }
    if (changed.tasks.size === 0) return {};
    const { tables } = this.#index;
    this.#index.take(stepsIn(this.#picture, changed));
    const hive = this.#index.since(changed.tasks.keys(), tables);
    return Object.keys(hive).length === 0 ? {} : { hive };
  }

  taskAt = (cell: number): TaskId | null => this.#index.taskAt(cell);

  #begin(): void {
    this.#index = new HiveIndex();
    this.#index.take([...this.#picture.tasks.values()].map((after) => ({ before: null, after })));
  }
}

const HOSTNAME = 1 << NODE_FIELDS.indexOf('hostname');
const NAME = 1 << SERVICE_FIELDS.indexOf('name');

/** The tasks that match a query, in its order; `step` advances it to the present revision. */
export class QuerySource {
  at: number;
  readonly query: string;
  #picture: Picture;
  #view: TaskView;

  constructor(picture: Picture, query: string) {
    this.#picture = picture;
    this.query = query;
    this.at = picture.revision;
    this.#view = this.#viewed();
  }

  get summary() {
    return this.#view.summary;
  }

  rows = (block: number): readonly Task[] => this.#view.rows(block * ROWS_A_BLOCK, (block + 1) * ROWS_A_BLOCK);

  /** Goes on to the picture's revision. Returns the changes that were taken in; null: everything may be another. */
  step(): Changed | null {
    const changed = this.#picture.changedSince(this.at);
    this.at = this.#picture.revision;
    if (changed !== null && !renames(changed)) {
      this.#view.apply(stepsIn(this.#picture, changed));
      return changed;
    }
    this.#view = this.#viewed();
    return null;
  }

  #viewed(): TaskView {
    const { nodes, services, tasks } = this.#picture;
    const calls = nodeNames(nodes.values());
    const names = {
      service: (id: ServiceId) => services.get(id)?.name ?? id,
      node: (id: NodeId) => calls.get(id) ?? id,
    };
    return new TaskView(parseTaskQuery(this.query), names, tasks.values());
  }
}

/** Rows are sorted and searched by names: another name may move any of them. */
function renames(changed: Changed): boolean {
  for (const mask of changed.nodes.values()) if (mask & HOSTNAME) return true;
  for (const mask of changed.services.values()) if (mask & NAME) return true;
  return false;
}

/** The numbers of a query. They are few, so all are sent when one differs. */
export class SummarySource implements Source {
  #source: QuerySource;
  #sent = '';

  constructor(source: QuerySource) {
    this.#source = source;
    this.#sent = JSON.stringify(source.summary);
  }

  get at(): number {
    return this.#source.at;
  }

  whole = (): FrameContent => ({ summary: this.#source.summary });
  since = (): null => null;

  /** What a step of the query changes here. */
  step(): FrameContent {
    const { summary } = this.#source;
    const text = JSON.stringify(summary);
    if (text === this.#sent) return {};
    this.#sent = text;
    return { summary };
  }
}

/** A block of a query's rows. */
export class RowsSource implements Source {
  #source: QuerySource;
  #block: number;
  #sent: readonly Task[];

  constructor(source: QuerySource, block: number) {
    this.#source = source;
    this.#block = block;
    this.#sent = source.rows(block);
  }

  get at(): number {
    return this.#source.at;
  }

  whole = (): FrameContent => ({ order: this.#sent.map(({ id }) => id), tasks: { put: packTasks(this.#sent) } });
  since = (): null => null;

  step(changed: Changed | null): FrameContent {
    const before = this.#sent;
    const rows = this.#source.rows(this.#block);
    this.#sent = rows;
    if (changed === null) return this.whole();
    const held = new Set(before.map(({ id }) => id));
    const put: Task[] = [];
    const patch: Record<string, Partial<Task>> = {};
    for (const task of rows) {
      const mask = changed.tasks.get(task.id)?.mask ?? 0;
      if (!held.has(task.id) || mask === WHOLE) put.push(task);
      else if (mask !== 0) patch[task.id] = picked(TASK_FIELDS, mask, task);
    }
    const moved = rows.length !== before.length || rows.some(({ id }, index) => before[index]?.id !== id);
    const patched = Object.keys(patch).length > 0;
    return {
      ...(moved && { order: rows.map(({ id }) => id) }),
      ...((put.length > 0 || patched) && {
        tasks: { ...(put.length > 0 && { put: packTasks(put) }), ...(patched && { patch }) },
      }),
    };
  }
}
