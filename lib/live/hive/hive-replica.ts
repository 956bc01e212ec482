import type { NodeId, ServiceId } from '../../domain/ids';
import { TASK_STATES, type TaskState } from '../../domain/task/task';
import { HIVE_NOTES, type HiveContent, type HiveNote } from './hive-parts';

const NOBODY: readonly number[] = [];

/** One browser's copy of the hive: typed columns by cell number, and which cells each node holds. */
export class HiveReplica {
  #nodes: NodeId[] = [];
  #services: ServiceId[] = [];
  #node = new Int32Array(0);
  #service = new Int32Array(0);
  #slot = new Int32Array(0);
  #state = new Int8Array(0);
  #note = new Int8Array(0);
  #since = new Uint32Array(0);
  /**
   * The cells of each node (0: of no node yet, else the node's number + 1), in no order, and each cell's place therein.
   */
  #members: number[][] = [];
  #place = new Int32Array(0);
  #count = 0;

  /** Returns the numbers of the cells whose content is another one now; after a whole one those of all cells. */
  apply(content: HiveContent, whole: boolean): readonly number[] {
    if (whole) this.#forget();
    extend(this.#nodes, content.nodes, content.nodesFrom);
    extend(this.#services, content.services, content.servicesFrom);
    const { cells } = content;
    if (!cells) return NOBODY;
    const changed: number[] = [];
    let cell = 0;
    let since = 0;
    for (let i = 0; i < cells.at.length; i += 1) {
      cell += at(cells.at, i);
      since += at(cells.since, i);
      const [node, service, slot] = [at(cells.node, i), at(cells.service, i), at(cells.slot, i)];
      if (this.#put(cell, node, service, slot, at(cells.state, i), at(cells.note, i), since)) changed.push(cell);
    }
    return changed;
  }

  /** Cell numbers are below this. */
  get end(): number {
    return this.#state.length;
  }

  /** How many tasks there are. */
  get count(): number {
    return this.#count;
  }

  /** null: the cell is empty. */
  state(cell: number): TaskState | null {
    return TASK_STATES[this.#state[cell] ?? -1] ?? null;
  }

  note(cell: number): HiveNote {
    return HIVE_NOTES[this.#note[cell] ?? 0] ?? 'none';
  }

  nodeId(cell: number): NodeId | null {
    return this.#nodes[this.#node[cell] ?? -1] ?? null;
  }

  serviceId(cell: number): ServiceId | undefined {
    return this.#services[this.serviceNumber(cell)];
  }

  /** A small number for the service: quicker to compare and to look up than its id. -1: the cell is empty. */
  serviceNumber(cell: number): number {
    return this.#service[cell] ?? -1;
  }

  /** The place of a cell's node in `nodes`; -1: no node yet. */
  nodeNumber(cell: number): number {
    return this.#node[cell] ?? -1;
  }

  get nodes(): readonly NodeId[] {
    return this.#nodes;
  }

  get services(): readonly ServiceId[] {
    return this.#services;
  }

  slot(cell: number): number | null {
    const slot = this.#slot[cell] ?? -1;
    return slot < 0 ? null : slot;
  }

  /** Since when the task is in its state: seconds of the epoch, 0 where it is not known. */
  since(cell: number): number {
    return this.#since[cell] ?? 0;
  }

  /** The cells of a node by its number, of no node yet by -1; in no order. */
  cellsOf(node: number): readonly number[] {
    return this.#members[node + 1] ?? NOBODY;
  }

  #forget(): void {
    this.#nodes = [];
    this.#services = [];
    this.#members = [];
    this.#count = 0;
    this.#grow(0);
    this.#state.fill(-1);
  }

  #put(cell: number, node: number, service: number, slot: number, state: number, note: number, since: number): boolean {
    if (cell >= this.#state.length) this.#grow(Math.max(cell + 1, this.#state.length * 2, 256));
    const was = this.#state[cell] ?? -1;
    const same =
      was === state &&
      (state < 0 ||
        (this.#node[cell] === node &&
          this.#service[cell] === service &&
          this.#slot[cell] === slot &&
          this.#note[cell] === note &&
          this.#since[cell] === since));
    if (same) return false;
    if (was >= 0) this.#leave(cell);
    this.#node[cell] = node;
    this.#service[cell] = service;
    this.#slot[cell] = slot;
    this.#state[cell] = state;
    this.#note[cell] = note;
    this.#since[cell] = since;
    if (state >= 0) this.#join(cell, node);
    return true;
  }

  #join(cell: number, node: number): void {
    let members = this.#members[node + 1];
    if (!members) {
      members = [];
      this.#members[node + 1] = members;
    }
    this.#place[cell] = members.push(cell) - 1;
    this.#count += 1;
  }

  /** The last one takes the place that becomes free. */
  #leave(cell: number): void {
    const members = this.#members[(this.#node[cell] ?? -1) + 1];
    const last = members?.pop();
    this.#count -= 1;
    if (!members || last === undefined || last === cell) return;
    const place = this.#place[cell] ?? 0;
    members[place] = last;
    this.#place[last] = place;
  }

  #grow(size: number): void {
    if (size <= this.#state.length) return;
    const state = new Int8Array(size).fill(-1);
    state.set(this.#state);
    this.#state = state;
    this.#node = grown(this.#node, new Int32Array(size));
    this.#service = grown(this.#service, new Int32Array(size));
    this.#slot = grown(this.#slot, new Int32Array(size));
    this.#note = grown(this.#note, new Int8Array(size));
    this.#since = grown(this.#since, new Uint32Array(size));
    this.#place = grown(this.#place, new Int32Array(size));
  }
}

const at = (column: readonly number[], index: number): number => column[index] ?? 0;

function extend<Id>(table: Id[], added: readonly Id[] | undefined, from = 0): void {
  added?.forEach((id, index) => {
    table[from + index] = id;
  });
}

function grown<Column extends Int32Array | Int8Array | Uint32Array>(old: Column, larger: Column): Column {
  larger.set(old);
  return larger;
}
