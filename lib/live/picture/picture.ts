import type { Cluster } from '#lib/domain/cluster/cluster';
import type { ClusterId, NodeId, ServiceId, TaskId } from '#lib/domain/ids';
import type { Node } from '#lib/domain/node/node';
import { UNKNOWN_ENDPOINT } from '#lib/domain/rollout/dirty';
import { endpointWhenSeen, isOfPresentSpec } from '#lib/domain/rollout/task-endpoint';
import type { Service } from '#lib/domain/service/service';
import { EMPTY_TALLY, TaskCounts } from '#lib/domain/service/tally';
import { knownBetter, type Task } from '#lib/domain/task/task';
import { type Changed, ChangeLog } from './change-log';
import { differing, NODE_FIELDS, SERVICE_FIELDS, TASK_FIELDS, WHOLE } from './fields';
import type { Observation, Recalled, TimePassed } from './observation';
import type { ServiceRow } from './service-row';
import { TaskIndex } from './task-index';

const TALLY = 1 << SERVICE_FIELDS.indexOf('tally');

/**
 * One copy of the swarm. `commit` is the only way in; every commit that changes something is a new revision, and
 * `changedSince` gives what differs between any two, as far back as the change log remembers.
 */
export class Picture {
  readonly nodes = new Map<NodeId, Node>();
  readonly services = new Map<ServiceId, ServiceRow>();
  readonly tasks = new Map<TaskId, Task>();
  #tasksBy = new TaskIndex();
  #counts = new Map<ServiceId, TaskCounts>();
  #log: ChangeLog;
  #gone = new Map<string, number>();
  #goneCapacity: number;
  /** Services in which a slot was in a crash loop and a task runs now. */
  #onTrial = new Set<ServiceId>();
  #now = 0;
  #dueAt = Number.POSITIVE_INFINITY;
  clusterId: ClusterId | null = null;

  constructor({ remembered = 10_000, changes = 50_000 } = {}) {
    this.#log = new ChangeLog({ revisions: remembered, changes });
    this.#goneCapacity = 20_000;
  }

  get revision(): number {
    return this.#log.revision;
  }

  /** The latest time of an observation, epoch ms. */
  get now(): number {
    return this.#now;
  }

  /** Before this, epoch ms, no tally changes by time alone; then an observation of the time is due. */
  get dueAt(): number {
    return this.#dueAt;
  }

  cluster(): Cluster {
    return {
      id: this.clusterId,
      nodes: this.nodes,
      services: this.services,
      tasks: this.tasks,
      tasksOfService: (id) => this.tasksOfService(id),
    };
  }

  tasksOfService(id: ServiceId): Task[] {
    return this.#select(this.#tasksBy.ofService(id));
  }

  tasksOfNode(id: NodeId): Task[] {
    return this.#select(this.#tasksBy.ofNode(id));
  }

  /** What differs between a revision and now; null when it is too long ago, or was never ours. */
  changedSince(revision: number): Changed | null {
    return this.#log.since(revision);
  }

  /** Takes in what the feed saw. Returns whether anything changed. */
  commit(seen: Observation | Recalled | TimePassed): boolean {
    const touched = new Set<ServiceId>();
    const changes = this.#log.begin();
    this.#now = Math.max(this.#now, seen.at);
    if (this.#now >= this.#dueAt) this.#tick(touched);
    if (seen.kind === 'recalled') this.#recall(seen, touched, changes);
    else if (seen.kind !== 'time') this.#take(seen, touched, changes);
    for (const id of touched) this.#tally(id, changes);
    return this.#log.end(changes);
  }

  #take(seen: Observation, touched: Set<ServiceId>, changes: Changed): void {
    if (seen.nodes) this.#putNodes(seen.nodes, seen.at, touched, changes);
    if (seen.services) this.#putServices(seen.services, seen.at, touched, changes);
    if (seen.tasks) this.#putTasks(seen.tasks, seen.at, touched, changes);
    if (seen.kind === 'list') this.#dropMissing(seen, touched, changes);
    else {
      for (const id of seen.goneNodes ?? []) this.#dropNode(id, seen.at, touched, changes);
      for (const id of seen.goneServices ?? []) this.#dropService(id, seen.at, changes);
      for (const id of seen.goneTasks ?? []) this.#dropTask(id, seen.at, touched, changes);
    }
  }

  #select(ids: Iterable<TaskId>): Task[] {
    const found: Task[] = [];
    for (const id of ids) {
      const task = this.tasks.get(id);
      if (task) found.push(task);
    }
    return found;
  }

  #putNodes(nodes: Node[], at: number, touched: Set<ServiceId>, changes: Changed): void {
    for (const node of nodes) {
      const held = this.nodes.get(node.id);
      if (held ? node.version < held.version : this.#wentAfter(node.id, at)) continue;
      // Leader and reachability change without a new version, so that an equal version may still be news.
      const mask = held ? differing(NODE_FIELDS, held, node) : WHOLE;
      if (mask === 0) continue;
      this.#recountOn(node.id, node.state === 'down', touched);
      this.nodes.set(node.id, node);
      changes.nodes.set(node.id, mask);
    }
  }

  #putServices(services: Service[], at: number, touched: Set<ServiceId>, changes: Changed): void {
    for (const service of services) {
      const held = this.services.get(service.id);
      if (held ? service.version < held.version : this.#wentAfter(service.id, at)) continue;
      const row = { ...service, tally: held?.tally ?? EMPTY_TALLY };
      const mask = held ? differing(SERVICE_FIELDS, held, row) : WHOLE;
      if (mask === 0) continue;
      this.services.set(service.id, row);
      changes.services.set(service.id, mask);
      touched.add(service.id);
      if (held && held.endpointDigest !== service.endpointDigest) this.#correctEndpoints(held, service, changes);
    }
  }

  /** [PIC-8] A poll may show a new task before the spec that it was made under. */
  #correctEndpoints(before: Service, after: Service, changes: Changed): void {
    for (const task of this.tasksOfService(after.id)) {
      if (task.endpointDigest !== before.endpointDigest || !isOfPresentSpec(task, after)) continue;
      this.#putTask({ ...task, endpointDigest: after.endpointDigest }, task, changes);
    }
  }

  #putTask(task: Task, held: Task | undefined, changes: Changed): void {
    this.tasks.set(task.id, task);
    const known = changes.tasks.get(task.id);
    const mask = held ? differing(TASK_FIELDS, held, task) : WHOLE;
    changes.tasks.set(task.id, {
      mask: (known?.mask ?? 0) | mask,
      before: known ? known.before : (held ?? null),
    });
  }

  #putTasks(tasks: Task[], at: number, touched: Set<ServiceId>, changes: Changed): void {
    for (const seen of tasks) {
      const held = this.tasks.get(seen.id);
      if (held && seen.version <= held.version) continue;
      if (this.#wentAfter(seen.id, at)) continue;
      // [PIC-9]
      const task = this.#withEndpoint(held ? knownBetter(held, seen) : seen, held);
      if (held) this.#uncount(held, touched);
      this.#putTask(task, held, changes);
      this.#tasksBy.move(task, held);
      this.#count(task, touched);
    }
  }

  /** [PIC-9] */
  #recall({ runningSince }: Recalled, touched: Set<ServiceId>, changes: Changed): void {
    for (const [id, since] of runningSince) {
      const held = this.tasks.get(id);
      if (held?.state !== 'running' || since >= held.stateSince) continue;
      this.#uncount(held, touched);
      const task = { ...held, stateSince: since, startedAt: since };
      this.#putTask(task, held, changes);
      this.#count(task, touched);
    }
  }

  /** [PIC-8] Decided when the task is first seen, because the service's endpoint may change while the task stays. */
  #withEndpoint(task: Task, held: Task | undefined): Task {
    if (task.endpointDigest !== UNKNOWN_ENDPOINT) return task;
    const endpointDigest = held?.endpointDigest || endpointWhenSeen(task, this.services.get(task.serviceId));
    return { ...task, endpointDigest };
  }

  #dropMissing(seen: Extract<Observation, { kind: 'list' }>, touched: Set<ServiceId>, changes: Changed): void {
    if (seen.nodes) {
      const listed = new Set(seen.nodes.map((node) => node.id));
      for (const id of [...this.nodes.keys()]) if (!listed.has(id)) this.#dropNode(id, seen.at, touched, changes);
    }
    if (seen.services) {
      const listed = new Set(seen.services.map((service) => service.id));
      for (const id of [...this.services.keys()]) if (!listed.has(id)) this.#dropService(id, seen.at, changes);
    }
    if (seen.tasks) {
      const listed = new Set(seen.tasks.map((task) => task.id));
      const scope = seen.tasksOf
        ? seen.tasksOf.flatMap((id) => [...this.#tasksBy.ofService(id)])
        : [...this.tasks.keys()];
      for (const id of scope) if (!listed.has(id)) this.#dropTask(id, seen.at, touched, changes);
    }
  }

  #dropNode(id: NodeId, at: number, touched: Set<ServiceId>, changes: Changed): void {
    if (!this.nodes.has(id)) return;
    this.#recountOn(id, false, touched);
    this.nodes.delete(id);
    this.#remember(id, at);
    changes.nodes.set(id, WHOLE);
  }

  #dropService(id: ServiceId, at: number, changes: Changed): void {
    if (!this.services.delete(id)) return;
    this.#remember(id, at);
    changes.services.set(id, WHOLE);
  }

  #dropTask(id: TaskId, at: number, touched: Set<ServiceId>, changes: Changed): void {
    const task = this.tasks.get(id);
    if (!task) return;
    this.#uncount(task, touched);
    this.tasks.delete(id);
    this.#tasksBy.remove(task);
    this.#remember(id, at);
    const known = changes.tasks.get(id);
    changes.tasks.set(id, { mask: WHOLE, before: known ? known.before : task });
  }

  /** [PIC-7] Whether its removal was seen after an answer had begun: the answer is out of date for it. */
  #wentAfter(id: string, at: number): boolean {
    const goneAt = this.#gone.get(id);
    return goneAt !== undefined && at <= goneAt;
  }

  /** [PIC-7] The oldest removals are forgotten first; by then no list from before them can be under way. */
  #remember(id: string, at: number): void {
    this.#gone.set(id, at);
    for (const oldest of this.#gone.keys()) {
      if (this.#gone.size <= this.#goneCapacity) break;
      this.#gone.delete(oldest);
    }
  }

  #isOnDownNode = (task: Task): boolean => task.nodeId !== null && this.nodes.get(task.nodeId)?.state === 'down';

  #count(task: Task, touched: Set<ServiceId>): void {
    const counts = this.#counts.get(task.serviceId) ?? new TaskCounts();
    this.#counts.set(task.serviceId, counts);
    counts.now = this.#now;
    counts.add(task, this.#isOnDownNode(task));
    touched.add(task.serviceId);
  }

  #uncount(task: Task, touched: Set<ServiceId>): void {
    touched.add(task.serviceId);
    const counts = this.#counts.get(task.serviceId);
    if (!counts) return;
    counts.now = this.#now;
    counts.remove(task, this.#isOnDownNode(task));
    if (counts.isEmpty) this.#counts.delete(task.serviceId);
  }

  /** Whether a task runs depends on whether its node is down. */
  #recountOn(id: NodeId, isDown: boolean, touched: Set<ServiceId>): void {
    const wasDown = this.nodes.get(id)?.state === 'down';
    if (wasDown === isDown) return;
    for (const task of this.tasksOfNode(id)) {
      touched.add(task.serviceId);
      const counts = this.#counts.get(task.serviceId);
      if (!counts) continue;
      counts.now = this.#now;
      counts.remove(task, wasDown);
      counts.add(task, isDown);
    }
  }

  /** [PIC-10] */
  #tick(touched: Set<ServiceId>): void {
    this.#dueAt = Number.POSITIVE_INFINITY;
    for (const id of this.#onTrial) {
      const counts = this.#counts.get(id);
      if (counts && counts.dueAt <= this.#now) {
        counts.now = this.#now;
        counts.tick();
      }
      this.#dueAt = Math.min(this.#dueAt, counts?.dueAt ?? Number.POSITIVE_INFINITY);
      touched.add(id);
    }
  }

  /** [PIC-4] */
  #tally(id: ServiceId, changes: Changed): void {
    const dueAt = this.#counts.get(id)?.dueAt ?? Number.POSITIVE_INFINITY;
    this.#dueAt = Math.min(this.#dueAt, dueAt);
    if (dueAt === Number.POSITIVE_INFINITY) this.#onTrial.delete(id);
    else this.#onTrial.add(id);
    const held = this.services.get(id);
    if (!held) return;
    const tally = (this.#counts.get(id) ?? new TaskCounts()).tallyOf(held);
    if (JSON.stringify(tally) === JSON.stringify(held.tally)) return;
    this.services.set(id, { ...held, tally });
    changes.services.set(id, (changes.services.get(id) ?? 0) | TALLY);
  }
}
