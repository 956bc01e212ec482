import type { NodeId, ServiceId } from '#lib/domain/ids';
import type { Node } from '#lib/domain/node/node';
import { nodeNames } from '#lib/domain/node/node-name';
import { LOOPS_FROM } from '#lib/domain/task/crash-loop';
import { Failures } from '#lib/live/hive/failures';
import type { HiveReplica } from '#lib/live/hive/hive-replica';
import { type Grouping, groupNodes, type NodeGroup } from './grouping';
import { HIVE_MARKS, type HiveMark, hiveMarkOf, inCrashLoop } from './hive-mark';

export interface HiveColumn {
  /** null: tasks without a node yet. */
  nodeId: NodeId | null;
  /** null: the node was removed, or there is none yet. */
  node: Node | null;
  /** The node's display name; '' for tasks without a node yet. */
  name: string;
  /** Its visible cells, by service and slot. */
  cells: readonly number[];
}

export interface HiveGroup extends Omit<NodeGroup, 'members'> {
  /** Indices into `columns`. */
  columns: number[];
}

export interface Situation {
  nodes: readonly Node[];
  serviceNames: ReadonlyMap<ServiceId, string>;
  /** Services of which a slot is in a crash loop. */
  crashing: ReadonlySet<ServiceId>;
  by: Grouping;
  allFailures: boolean;
}

/** What changed on the screen: the columns to redraw, and whether cells or columns have moved. */
export interface Touched {
  columns: ReadonlySet<number>;
  /** A column has more or fewer cells, or the set of columns changed. */
  shape: boolean;
}

const NOWHERE = -2;

/**
 * The hive in screen order: columns in groups, cells in order, a mark for each. Follows the replica's changes; a reset
 * replica requires a new view.
 */
export class HiveView {
  readonly columns: HiveColumn[] = [];
  readonly groups: HiveGroup[] = [];
  /** How many cells bear each mark. */
  readonly counts = new Map<HiveMark, number>(HIVE_MARKS.map((mark) => [mark, 0]));

  readonly #replica: HiveReplica;
  #situation: Situation = { nodes: [], serviceNames: new Map(), crashing: new Set(), by: 'role', allFailures: false };
  #failures: Failures;
  /** By the replica's node number + 1; 0 holds tasks without a node. */
  #cells: number[][] = [];
  #columnOfNode: number[] = [];
  #nodesKnown = 0;
  #downNodes = new Set<number>();
  /** Each service's rank by name. */
  #rank: number[] = [];
  #node = new Int32Array(0);
  #service = new Int32Array(0);
  #slot = new Int32Array(0);
  #mark = new Int8Array(0);
  #index = new Int32Array(0);

  constructor(replica: HiveReplica) {
    this.#replica = replica;
    this.#failures = new Failures(replica);
  }

  /** Sets nodes, names and choices. */
  arrange(situation: Situation, nowSeconds: number): void {
    const before = this.#situation;
    this.#situation = situation;
    if (before.serviceNames !== situation.serviceNames || before.allFailures !== situation.allFailures) {
      this.#readAll(nowSeconds);
      return;
    }
    const wereDown = this.#downNodes;
    this.#placeNodes();
    for (const node of symmetricDifference(wereDown, this.#downNodes))
      for (const cell of this.#cells[node + 1] ?? []) this.#note(cell, node);
    const otherwise = new Set(symmetricDifference(before.crashing, situation.crashing));
    if (otherwise.size > 0)
      this.#cells.forEach((cells, place) => {
        for (const cell of cells)
          if (otherwise.has(this.#replica.serviceId(cell) as ServiceId)) this.#note(cell, place - 1);
      });
    this.#groupColumns();
  }

  /** Applies the replica's changes since the last call, and those that time alone makes. */
  take(changed: Iterable<number>, nowSeconds: number): Touched {
    const replica = this.#replica;
    this.#grow();
    const otherNodes = this.#nodesKnown !== replica.nodes.length;
    if (otherNodes || this.#rank.length !== replica.services.length) this.#placeNodes();
    const looked = new Set<number>(changed);
    for (const cell of [...looked]) for (const other of this.#failures.take(cell)) looked.add(other);
    for (const cell of this.#failures.due(nowSeconds)) looked.add(cell);

    const repainted = new Set<number>();
    const arriving = new Map<number, number[]>();
    const leaving = new Set<number>();
    for (const cell of looked) {
      const was = this.#node[cell] ?? NOWHERE;
      const shown = replica.state(cell) !== null && this.#failures.shows(cell);
      const is = shown ? replica.nodeNumber(cell) : NOWHERE;
      const stays =
        was === is &&
        (!shown ||
          (this.#service[cell] === replica.serviceNumber(cell) && this.#slot[cell] === (replica.slot(cell) ?? -1)));
      if (!stays && was !== NOWHERE) leaving.add(was);
      if (!stays && shown) {
        const others = arriving.get(is);
        if (others) others.push(cell);
        else arriving.set(is, [cell]);
      }
      if (shown) {
        this.#note(cell, is);
        repainted.add(is);
      } else if (was !== NOWHERE) this.#forget(cell);
    }
    let regroup = otherNodes;
    let shape = otherNodes;
    for (const node of new Set([...leaving, ...arriving.keys()])) {
      const before = this.#cells[node + 1] ?? [];
      const added = (arriving.get(node) ?? []).sort(this.#byServiceAndSlot);
      const fresh = new Set(added);
      const kept = before.filter((cell) => this.#node[cell] === node && !fresh.has(cell));
      const after = merged(kept, added, this.#byServiceAndSlot);
      if (after.length !== before.length) shape = true;
      this.#setCells(node, after);
      repainted.add(node);
      // Columns that only tasks keep on the screen come and go with them.
      const column = this.columns[this.#columnOfNode[node + 1] ?? -1];
      if (after.length > 0 ? !column : column?.node === null) regroup = true;
    }
    if (regroup) this.#groupColumns();
    const columns = new Set<number>();
    for (const node of repainted) {
      const column = this.#columnOfNode[node + 1];
      if (column !== undefined) columns.add(column);
    }
    return { columns, shape };
  }

  mark(cell: number): HiveMark | null {
    return HIVE_MARKS[this.#mark[cell] ?? -1] ?? null;
  }

  /** The index of the cell's column in `columns`; undefined: not shown. */
  columnOf(cell: number): number | undefined {
    const node = this.#node[cell] ?? NOWHERE;
    return node === NOWHERE ? undefined : this.#columnOfNode[node + 1];
  }

  /** The cell's index in its column. */
  indexOf(cell: number): number {
    return this.#index[cell] ?? 0;
  }

  /** Remembered failures that are not shown. */
  get hiddenFailures(): number {
    return this.#failures.hidden;
  }

  #byServiceAndSlot = (a: number, b: number): number => {
    const replica = this.#replica;
    const byService = (this.#rank[replica.serviceNumber(a)] ?? 0) - (this.#rank[replica.serviceNumber(b)] ?? 0);
    return byService || (replica.slot(a) ?? -1) - (replica.slot(b) ?? -1) || a - b;
  };

  #readAll(nowSeconds: number): void {
    const replica = this.#replica;
    this.#failures = new Failures(replica);
    this.#failures.showAll = this.#situation.allFailures;
    this.#grow();
    this.#node.fill(NOWHERE);
    this.#mark.fill(-1);
    for (const mark of HIVE_MARKS) this.counts.set(mark, 0);
    this.#placeNodes();
    this.#cells = [];
    for (let cell = 0; cell < replica.end; cell += 1) if (replica.state(cell) !== null) this.#failures.take(cell);
    this.#failures.due(nowSeconds);
    for (let node = -1; node < replica.nodes.length; node += 1) {
      const shown = replica.cellsOf(node).filter((cell) => this.#failures.shows(cell));
      for (const cell of shown) this.#note(cell, node);
      this.#setCells(node, shown.sort(this.#byServiceAndSlot));
    }
    this.#groupColumns();
  }

  #placeNodes(): void {
    const { nodes, serviceNames } = this.#situation;
    const replica = this.#replica;
    this.#nodesKnown = replica.nodes.length;
    const names = replica.services.map((id) => serviceNames.get(id) ?? id);
    const order = names
      .map((_, number) => number)
      .sort((a, b) => compareNames(names[a] ?? '', names[b] ?? '') || a - b);
    this.#rank = [];
    order.forEach((number, rank) => {
      this.#rank[number] = rank;
    });
    const down = new Set(nodes.filter((node) => node.state === 'down').map((node) => node.id));
    this.#downNodes = new Set(replica.nodes.flatMap((id, number) => (down.has(id) ? [number] : [])));
  }

  /** Columns for existing nodes, and for removed ones that still hold a cell; in the order of the groups. */
  #groupColumns(): void {
    const { nodes, by } = this.#situation;
    const replica = this.#replica;
    const numbers = new Map(replica.nodes.map((id, number) => [id, number]));
    const known = new Set(nodes.map((node) => node.id));
    const removed = replica.nodes.filter((id, number) => !known.has(id) && (this.#cells[number + 1]?.length ?? 0) > 0);
    const all = [
      ...nodes.map((node) => ({ nodeId: node.id, node })),
      ...removed.map((nodeId) => ({ nodeId, node: null })),
    ];
    const calls = nodeNames(nodes);
    this.columns.length = 0;
    this.groups.length = 0;
    this.#columnOfNode = new Array(replica.nodes.length + 1);
    const add = (nodeId: NodeId | null, node: Node | null, number: number | undefined): number => {
      // A node that no task has named has no number in the replica: its column stays empty.
      if (number !== undefined) this.#columnOfNode[number + 1] = this.columns.length;
      const cells = number === undefined ? [] : (this.#cells[number + 1] ?? []);
      const name = nodeId === null ? '' : (calls.get(nodeId) ?? nodeId.slice(0, 12));
      return this.columns.push({ nodeId, node, name, cells }) - 1;
    };
    if ((this.#cells[0]?.length ?? 0) > 0)
      this.groups.push({ kind: 'unassigned', value: '', columns: [add(null, null, -1)] });
    for (const { members, ...group } of groupNodes(
      all.map(({ node }) => node),
      by,
    )) {
      const columns = members.flatMap((place) => {
        const one = all[place];
        return one ? [add(one.nodeId, one.node, numbers.get(one.nodeId))] : [];
      });
      this.groups.push({ ...group, columns });
    }
  }

  #setCells(node: number, cells: number[]): void {
    this.#cells[node + 1] = cells;
    cells.forEach((cell, index) => {
      this.#index[cell] = index;
    });
    const place = this.#columnOfNode[node + 1];
    const column = place === undefined ? undefined : this.columns[place];
    if (column && place !== undefined) this.columns[place] = { ...column, cells };
  }

  #note(cell: number, node: number): void {
    const replica = this.#replica;
    const state = replica.state(cell);
    if (state === null) return;
    this.#node[cell] = node;
    this.#service[cell] = replica.serviceNumber(cell);
    this.#slot[cell] = replica.slot(cell) ?? -1;
    const mark = hiveMarkOf(state, replica.note(cell), this.#downNodes.has(node));
    this.#setMark(cell, HIVE_MARKS.indexOf(this.#isCrashing(cell) ? inCrashLoop(mark) : mark));
  }

  #isCrashing(cell: number): boolean {
    const { crashing } = this.#situation;
    if (crashing.size === 0) return false;
    const service = this.#replica.serviceId(cell);
    return service !== undefined && crashing.has(service) && this.#failures.besides(cell) >= LOOPS_FROM;
  }

  #forget(cell: number): void {
    this.#node[cell] = NOWHERE;
    this.#setMark(cell, -1);
  }

  #setMark(cell: number, code: number): void {
    const was = HIVE_MARKS[this.#mark[cell] ?? -1];
    const is = HIVE_MARKS[code];
    this.#mark[cell] = code;
    if (was === is) return;
    if (was) this.counts.set(was, (this.counts.get(was) ?? 0) - 1);
    if (is) this.counts.set(is, (this.counts.get(is) ?? 0) + 1);
  }

  #grow(): void {
    const size = this.#replica.end;
    if (size <= this.#node.length) return;
    const node = new Int32Array(size).fill(NOWHERE);
    node.set(this.#node);
    const mark = new Int8Array(size).fill(-1);
    mark.set(this.#mark);
    this.#node = node;
    this.#mark = mark;
    this.#service = larger(this.#service, size);
    this.#slot = larger(this.#slot, size);
    this.#index = larger(this.#index, size);
  }
}

const collator = new Intl.Collator('en', { numeric: true });
const compareNames = (a: string, b: string): number => collator.compare(a, b);

function symmetricDifference<One>(a: ReadonlySet<One>, b: ReadonlySet<One>): One[] {
  return [...[...a].filter((one) => !b.has(one)), ...[...b].filter((one) => !a.has(one))];
}

function larger(column: Int32Array<ArrayBuffer>, size: number): Int32Array<ArrayBuffer> {
  const grown = new Int32Array(size);
  grown.set(column);
  return grown;
}

function merged(a: readonly number[], b: readonly number[], compare: (a: number, b: number) => number): number[] {
  if (b.length === 0) return [...a];
  const all: number[] = [];
  let next = 0;
  for (const cell of a) {
    for (let other = b[next]; other !== undefined && compare(other, cell) < 0; other = b[next]) {
      all.push(other);
      next += 1;
    }
    all.push(cell);
  }
  return all.concat(b.slice(next));
}
