import type { NodeId, ServiceId, TaskId } from '#lib/domain/ids';
import type { Node } from '#lib/domain/node/node';
import type { Task } from '#lib/domain/task/task';
import type { ServiceRow } from '../picture/picture';
import type { Frame } from '../protocol/frame';

type Kind = 'nodes' | 'services' | 'tasks';
type Listener = () => void;

/**
 * A browser's copy of one topic. Lists and objects keep their identity until they change, so that React's
 * external-store hook can compare them by reference.
 */
export class TopicReplica {
  /** null: nothing has arrived yet. */
  revision: number | null = null;
  token: string | null = null;
  readonly #nodes = new Map<NodeId, Node>();
  readonly #services = new Map<ServiceId, ServiceRow>();
  readonly #tasks = new Map<TaskId, Task>();
  #lists: { nodes: readonly Node[]; services: readonly ServiceRow[]; tasks: readonly Task[] } = {
    nodes: [],
    services: [],
    tasks: [],
  };
  #listeners = new Map<string, Set<Listener>>();

  get nodes(): readonly Node[] {
    return this.#lists.nodes;
  }
  get services(): readonly ServiceRow[] {
    return this.#lists.services;
  }
  get tasks(): readonly Task[] {
    return this.#lists.tasks;
  }
  node = (id: NodeId): Node | undefined => this.#nodes.get(id);
  service = (id: ServiceId): ServiceRow | undefined => this.#services.get(id);
  task = (id: TaskId): Task | undefined => this.#tasks.get(id);

  /** [REP-2] False: the frame does not follow on what is held; ask for the topic again. */
  apply(frame: Frame): boolean {
    if (frame.from !== null && frame.from !== this.revision) return false;
    const first = this.revision === null;
    const told = new Set<string>();
    const whole = frame.from === null;
    take(this.#nodes, 'nodes', frame.nodes, frame.goneNodes, whole, told);
    take(this.#services, 'services', frame.services, frame.goneServices, whole, told);
    take(this.#tasks, 'tasks', frame.tasks, frame.goneTasks, whole, told);
    this.revision = frame.to;
    this.token = frame.token;
    if (told.has('nodes')) this.#lists = { ...this.#lists, nodes: [...this.#nodes.values()] };
    if (told.has('services')) this.#lists = { ...this.#lists, services: [...this.#services.values()] };
    if (told.has('tasks')) this.#lists = { ...this.#lists, tasks: [...this.#tasks.values()] };
    if (first) for (const kind of ['nodes', 'services', 'tasks']) told.add(kind);
    this.#tell(told);
    return true;
  }

  /** Called after a change of the kind ('nodes') or of one object of it ('nodes', id). Returns the way to stop. */
  listen(listener: Listener, kind: Kind, id?: string): () => void {
    const key = id === undefined ? kind : `${kind}/${id}`;
    const listeners = this.#listeners.get(key) ?? new Set();
    this.#listeners.set(key, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.#listeners.delete(key);
    };
  }

  /** [REP-3] */
  #tell(keys: Set<string>): void {
    const listeners = new Set<Listener>();
    for (const key of keys) for (const listener of this.#listeners.get(key) ?? []) listeners.add(listener);
    for (const listener of listeners) listener();
  }
}

/** Puts and removes; what a whole frame does not hold is gone. Notes the keys that were touched. */
function take<Id extends string, Value extends { id: Id }>(
  held: Map<Id, Value>,
  kind: Kind,
  put: Value[] | undefined,
  gone: Id[] | undefined,
  whole: boolean,
  told: Set<string>,
): void {
  const removed = new Set<Id>(gone);
  if (whole) {
    const sent = new Set(put?.map((value) => value.id));
    for (const id of held.keys()) if (!sent.has(id)) removed.add(id);
  }
  for (const value of put ?? []) {
    held.set(value.id, value);
    told.add(kind).add(`${kind}/${value.id}`);
  }
  for (const id of removed) if (held.delete(id)) told.add(kind).add(`${kind}/${id}`);
}
