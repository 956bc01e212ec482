import type { Node } from '#lib/domain/node/node';

/** The fact by which nodes are grouped, written in the address as it is here. */
export type Grouping = 'role' | 'availability' | 'none' | `label:${string}` | `engine:${string}`;

export const DEFAULT_GROUPING: Grouping = 'role';

/** Whether a node takes tasks, in one word; down goes before availability. */
export type Condition = 'ok' | 'pause' | 'drain' | 'down';

export const conditionOf = (node: Node): Condition =>
  node.state !== 'ready' ? 'down' : node.availability === 'active' ? 'ok' : node.availability;

export interface NodeGroup {
  /** `unassigned`, `removed` and `without` are named by us; a value is the label's own. */
  kind: 'unassigned' | 'removed' | 'without' | 'role' | 'availability' | 'none' | 'value';
  value: string;
  /** Indices into the given list. */
  members: number[];
}

const ORDER: Record<string, readonly string[]> = {
  role: ['manager', 'worker'],
  availability: ['ok', 'pause', 'drain', 'down'],
};

const collator = new Intl.Collator('en', { numeric: true });

const factOf = (node: Node, by: Grouping): string | null => {
  if (by === 'role') return node.manager ? 'manager' : 'worker';
  if (by === 'availability') return conditionOf(node);
  if (by === 'none') return '';
  const key = by.slice(by.indexOf(':') + 1);
  return (by.startsWith('label:') ? node.labels : node.engineLabels)[key] ?? null;
};

/** The groups in screen order; nodes without the label last, then removed nodes. */
export function groupNodes(nodes: readonly (Node | null)[], by: Grouping): NodeGroup[] {
  const byValue = new Map<string, number[]>();
  const without: number[] = [];
  const removed: number[] = [];
  nodes.forEach((node, place) => {
    const value = node && factOf(node, by);
    if (!node) removed.push(place);
    else if (value === null) without.push(place);
    else byValue.set(value, [...(byValue.get(value) ?? []), place]);
  });
  const order = ORDER[by];
  const values = [...byValue.keys()].sort((a, b) =>
    order ? order.indexOf(a) - order.indexOf(b) : collator.compare(a, b),
  );
  const kind = by === 'role' || by === 'availability' || by === 'none' ? by : 'value';
  const groups: NodeGroup[] = values.map((value) => ({ kind, value, members: byValue.get(value) ?? [] }));
  if (without.length > 0) groups.push({ kind: 'without', value: '', members: without });
  if (removed.length > 0) groups.push({ kind: 'removed', value: '', members: removed });
  return groups;
}

/** The groupings that the nodes' labels offer, as written in the address. */
export function labelGroupings(nodes: readonly Node[]): Grouping[] {
  const found = new Set<Grouping>();
  for (const node of nodes) {
    for (const key of Object.keys(node.labels)) found.add(`label:${key}`);
    for (const key of Object.keys(node.engineLabels)) found.add(`engine:${key}`);
  }
  const rank = (by: Grouping) => (by.startsWith('label:') ? 0 : 1);
  return [...found].sort((a, b) => rank(a) - rank(b) || collator.compare(a, b));
}

/** The grouping in the address; the default where it is missing or unknown. */
export const groupingOf = (param: string | null): Grouping =>
  param === 'availability' || param === 'none' || param?.startsWith('label:') || param?.startsWith('engine:')
    ? (param as Grouping)
    : DEFAULT_GROUPING;
