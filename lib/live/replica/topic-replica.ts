import type { NodeId, ServiceId, TaskId } from '#lib/domain/ids';
import type { Node } from '#lib/domain/node/node';
import type { Task } from '#lib/domain/task/task';
import { HiveReplica } from '../hive/hive-replica';
import type { ServiceRow } from '../picture/service-row';
import type { Frame, Part } from '../protocol/frame';
import { LARGEST_MANIFEST, type Manifest, manifestOf } from '../protocol/manifest';
import { unpackTasks } from '../protocol/packed-tasks';
import type { TaskSummary } from '../query/task-view';
import { ObjectList } from './object-list';

type Kind = 'nodes' | 'services' | 'tasks' | 'summary';
type Listener = () => void;
type HiveListener = (changed: readonly number[] | 'all') => void;

/**
 * A browser's copy of one topic. Lists and objects keep their identity until they change, so that React's
 * external-store hook can compare them by reference.
 */
export class TopicReplica {
  /** null: nothing has arrived yet. */
  revision: number | null = null;
  token: string | null = null;
  readonly #nodes = new ObjectList<NodeId, Node>((node) => node.hostname);
  readonly #services = new ObjectList<ServiceId, ServiceRow>((service) => service.name);
  readonly #tasks = new ObjectList<TaskId, Task>();
  #summary: TaskSummary | undefined;
  #hive: HiveReplica | undefined;
  #listeners = new Map<string, Set<Listener>>();
  #hiveListeners = new Set<HiveListener>();
  #offered = false;

  /** By hostname. */
  get nodes(): readonly Node[] {
    return this.#nodes.list;
  }
  /** By name. */
  get services(): readonly ServiceRow[] {
    return this.#services.list;
  }
  /** Of a block of rows: in its order. */
  get tasks(): readonly Task[] {
    return this.#tasks.list;
  }
  get summary(): TaskSummary | undefined {
    return this.#summary;
  }
  get hive(): HiveReplica | undefined {
    return this.#hive;
  }
  node = (id: NodeId): Node | undefined => this.#nodes.get(id);
  service = (id: ServiceId): ServiceRow | undefined => this.#services.get(id);
  task = (id: TaskId): Task | undefined => this.#tasks.get(id);

  /**
   * What it holds, for a console that has never served it; null when that would be longer than the topic itself. The
   * answer must be the next frame that it is given.
   */
  manifest(): Manifest | null {
    const held = this.nodes.length + this.services.length + this.tasks.length;
    if (held === 0 || held > LARGEST_MANIFEST) return null;
    this.#offered = true;
    return manifestOf([...this.nodes, ...this.services, ...this.tasks]);
  }

  /** [REP-2] False: the frame does not follow on what is held; ask for the topic again. */
  apply(frame: Frame): boolean {
    const follows = frame.from === 'manifest' ? this.#offered : frame.from === null || frame.from === this.revision;
    this.#offered = false;
    if (!follows) return false;
    const first = this.revision === null;
    const whole = frame.from === null;
    const changed = new Set<string>();
    this.#take('nodes', this.#nodes, frame.nodes?.put, frame.nodes, whole, changed);
    this.#take('services', this.#services, frame.services?.put, frame.services, whole, changed);
    this.#take('tasks', this.#tasks, frame.tasks?.put && unpackTasks(frame.tasks.put), frame.tasks, whole, changed);
    if (frame.order && this.#tasks.arrange(frame.order)) changed.add('tasks');
    if (frame.summary) {
      this.#summary = frame.summary;
      changed.add('summary');
    }
    this.revision = frame.to;
    this.token = frame.token;
    // With the first frame what is not in it is known too: who reads an unknown id must hear that there is none.
    this.#notify(first ? this.#listeners.keys() : changed);
    if (frame.hive) this.#takeHive(frame.hive, whole);
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

  /** Called with the cells that have changed. Returns the way to stop. */
  listenToHive(listener: HiveListener): () => void {
    this.#hiveListeners.add(listener);
    return () => this.#hiveListeners.delete(listener);
  }

  #takeHive(content: NonNullable<Frame['hive']>, whole: boolean): void {
    const fresh = this.#hive === undefined || whole;
    if (fresh) this.#hive = new HiveReplica();
    const changed = this.#hive?.apply(content, whole) ?? [];
    for (const listener of this.#hiveListeners) listener(fresh ? 'all' : changed);
  }

  #take<Id extends string, Value extends { id: Id }>(
    kind: Kind,
    list: ObjectList<Id, Value>,
    put: readonly Value[] | undefined,
    part: Part<unknown, Value, Id> | undefined,
    whole: boolean,
    changed: Set<string>,
  ): void {
    if (!part && !whole) return;
    const ids = whole ? list.replace(put ?? []) : list.change(put ?? [], part?.patch, part?.gone ?? []);
    if (ids.length > 0) changed.add(kind);
    for (const id of ids) changed.add(`${kind}/${id}`);
  }

  /** [REP-3] */
  #notify(keys: Iterable<string>): void {
    const listeners = new Set<Listener>();
    for (const key of keys) for (const listener of this.#listeners.get(key) ?? []) listeners.add(listener);
    for (const listener of listeners) listener();
  }
}
