import { instantOf } from '#lib/domain/instant';
import type { NodeId, ServiceId, TaskId } from '../../domain/ids';
import {
  hasFailed,
  isOver,
  isStarting,
  isWanted,
  TASK_STATES,
  type Task,
  type TaskState,
} from '../../domain/task/task';
import { HIVE_NOTES, type HiveCells, type HiveContent, type HiveNote } from './hive-parts';

const STATE_CODE = Object.fromEntries(TASK_STATES.map((state, code) => [state, code])) as Record<TaskState, number>;
const NOTE_CODE = Object.fromEntries(HIVE_NOTES.map((note, code) => [note, code])) as Record<HiveNote, number>;

/**
 * How many removed cells stay empty before one is reused, so that a click on an outdated screen never hits another
 * task.
 */
const REST = 50_000;

const isShown = (task: Task): boolean => !isOver(task) || hasFailed(task);

function noteOf(task: Task): HiveNote {
  if (isOver(task)) return 'none';
  if (!isWanted(task)) return 'stopping';
  if (isStarting(task) && task.desiredState === 'ready') return 'waiting';
  return task.state === 'pending' && task.error !== '' ? 'unplaceable' : 'none';
}

/** Ids by their numbers, in the order in which they were first met. Numbers stay. */
class Table<Id> {
  readonly ids: Id[] = [];
  readonly #numbers = new Map<Id, number>();

  numberOf(id: Id): number {
    let number = this.#numbers.get(id);
    if (number === undefined) {
      number = this.ids.length;
      this.#numbers.set(id, number);
      this.ids.push(id);
    }
    return number;
  }
}

/** Grows the columns of what travels, the numbers that climb as distances. */
class CellWriter {
  readonly cells: HiveCells = { at: [], node: [], service: [], slot: [], state: [], note: [], since: [] };
  #at = 0;
  #since = 0;

  add(at: number, node: number, service: number, slot: number, state: number, note: number, since: number): void {
    const { cells } = this;
    cells.at.push(at - this.#at);
    cells.node.push(node);
    cells.service.push(service);
    cells.slot.push(slot);
    cells.state.push(state);
    cells.note.push(note);
    cells.since.push(since - this.#since);
    this.#at = at;
    this.#since = since;
  }
}

/**
 * Gives every shown task a cell number that stays while it lives, and writes what differs. A cell is always sent as it
 * is now, to every browser; so an emptied and a new content cannot overtake each other, and a cell that is given away
 * needs no memory of its former task: a browser that missed that task's end missed the new one too, and gets it.
 */
export class HiveIndex {
  readonly #nodes = new Table<NodeId>();
  readonly #services = new Table<ServiceId>();
  /** Whose cell it is or, while it rests, was. */
  readonly #cellOf = new Map<TaskId, number>();
  readonly #taskAt: TaskId[] = [];
  readonly #node: number[] = [];
  readonly #service: number[] = [];
  readonly #slot: number[] = [];
  /** -1: the cell is empty. */
  readonly #state: number[] = [];
  readonly #note: number[] = [];
  readonly #since: number[] = [];
  /** Emptied cells, the longest emptied first (a Set keeps the order of its insertions). */
  readonly #resting = new Set<number>();
  readonly #rest: number;

  constructor({ rest = REST }: { rest?: number } = {}) {
    this.#rest = rest;
  }

  take(changes: readonly { before: Task | null; after: Task | null }[]): void {
    for (const { before, after } of changes) {
      if (after && isShown(after)) this.#put(after);
      else {
        const id = (after ?? before)?.id;
        if (id !== undefined) this.#empty(id);
      }
    }
  }

  whole(): HiveContent {
    const writer = new CellWriter();
    for (let cell = 0; cell < this.#state.length; cell += 1)
      if (this.#at(this.#state, cell) >= 0) this.#write(writer, cell);
    return { nodes: [...this.#nodes.ids], services: [...this.#services.ids], cells: writer.cells };
  }

  /** What a browser lacks that knew everything but these tasks, and of the tables that many. */
  since(changedTaskIds: Iterable<TaskId>, tablesAt: { nodes: number; services: number }): HiveContent {
    const content: HiveContent = {};
    if (tablesAt.nodes < this.#nodes.ids.length) {
      content.nodes = this.#nodes.ids.slice(tablesAt.nodes);
      content.nodesFrom = tablesAt.nodes;
    }
    if (tablesAt.services < this.#services.ids.length) {
      content.services = this.#services.ids.slice(tablesAt.services);
      content.servicesFrom = tablesAt.services;
    }
    const touched = new Set<number>();
    for (const id of changedTaskIds) {
      const cell = this.#cellOf.get(id);
      if (cell !== undefined) touched.add(cell);
    }
    if (touched.size > 0) {
      const writer = new CellWriter();
      for (const cell of [...touched].sort((a, b) => a - b)) this.#write(writer, cell);
      content.cells = writer.cells;
    }
    return content;
  }

  get tables(): { nodes: number; services: number } {
    return { nodes: this.#nodes.ids.length, services: this.#services.ids.length };
  }

  taskAt(cell: number): TaskId | null {
    return this.#at(this.#state, cell) >= 0 ? (this.#taskAt[cell] ?? null) : null;
  }

  #at(column: readonly number[], cell: number): number {
    return column[cell] ?? -1;
  }

  #put(task: Task): void {
    const cell = this.#cellOf.get(task.id) ?? this.#freeCell();
    this.#resting.delete(cell);
    this.#cellOf.set(task.id, cell);
    this.#taskAt[cell] = task.id;
    this.#node[cell] = task.nodeId === null ? -1 : this.#nodes.numberOf(task.nodeId);
    this.#service[cell] = this.#services.numberOf(task.serviceId);
    this.#slot[cell] = task.slot ?? -1;
    this.#state[cell] = STATE_CODE[task.state];
    this.#note[cell] = NOTE_CODE[noteOf(task)];
    this.#since[cell] = Math.max(0, Math.floor(instantOf(task.stateSince) / 1000) || 0);
  }

  #empty(id: TaskId): void {
    const cell = this.#cellOf.get(id);
    if (cell === undefined || this.#at(this.#state, cell) < 0) return;
    this.#state[cell] = -1;
    this.#resting.add(cell);
  }

  #freeCell(): number {
    if (this.#resting.size <= this.#rest) return this.#state.length;
    const [longest = 0] = this.#resting;
    const former = this.#taskAt[longest];
    if (former !== undefined) this.#cellOf.delete(former);
    return longest;
  }

  #write(writer: CellWriter, cell: number): void {
    const state = this.#at(this.#state, cell);
    if (state < 0) writer.add(cell, -1, -1, -1, -1, 0, 0);
    else
      writer.add(
        cell,
        this.#at(this.#node, cell),
        this.#at(this.#service, cell),
        this.#at(this.#slot, cell),
        state,
        this.#at(this.#note, cell),
        this.#at(this.#since, cell),
      );
  }
}
