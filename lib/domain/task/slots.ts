import { hasFailed, isOver, type Task } from './task';

/** What one place of a service runs now and ran before, newest first. The swarm remembers about five a place. */
export interface Slot {
  key: string;
  /** null for global services, whose places are nodes. */
  number: number | null;
  nodeId: string | null;
  current: Task;
  /** Not the current one but not over either: making room, or taking over. */
  alive: Task[];
  past: Task[];
  /** How many of them ended badly, the current one included. */
  failures: number;
}

/**
 * Tasks by slot, or by node where a service is global: as `docker service ps` lists them. `nameOf` orders nodes by what
 * people call them.
 */
export function slotsOf(tasks: readonly Task[], nameOf: (nodeId: string | null) => string | null): Slot[] {
  const places = new Map<string, Task[]>();
  for (const task of tasks) {
    // A task of a global service without a slot and without a node is a place of its own until it has one.
    const key = task.slot === null ? (task.nodeId ?? task.id) : String(task.slot);
    const held = places.get(key);
    if (held) held.push(task);
    else places.set(key, [task]);
  }
  return [...places].map(([key, held]) => slotOf(key, held)).sort(byPlace(nameOf));
}

function slotOf(key: string, tasks: Task[]): Slot {
  const newestFirst = [...tasks].sort((a, b) => (a.createdAt < b.createdAt ? 1 : a.createdAt > b.createdAt ? -1 : 0));
  const [current, ...rest] = newestFirst as [Task, ...Task[]];
  return {
    key,
    number: current.slot,
    nodeId: current.nodeId,
    current,
    alive: rest.filter((task) => !isOver(task)),
    past: rest.filter(isOver),
    failures: tasks.filter(hasFailed).length,
  };
}

const byPlace = (nameOf: (nodeId: string | null) => string | null) => {
  const collator = new Intl.Collator('en', { numeric: true });
  return (a: Slot, b: Slot): number =>
    (a.number ?? 0) - (b.number ?? 0) || collator.compare(nameOf(a.nodeId) ?? '', nameOf(b.nodeId) ?? '');
};
