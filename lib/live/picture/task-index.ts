import type { NodeId, ServiceId, TaskId } from '#lib/domain/ids';
import type { Task } from '#lib/domain/task/task';

/** Task ids by service and by node, so that a question about one of them does not walk a hundred thousand tasks. */
export class TaskIndex {
  #byService = new Map<ServiceId, Set<TaskId>>();
  #byNode = new Map<NodeId, Set<TaskId>>();

  ofService = (id: ServiceId): Iterable<TaskId> => this.#byService.get(id) ?? [];
  ofNode = (id: NodeId): Iterable<TaskId> => this.#byNode.get(id) ?? [];

  move(task: Task, before: Task | undefined): void {
    if (before?.serviceId === task.serviceId && before.nodeId === task.nodeId) return;
    if (before) this.remove(before);
    add(this.#byService, task.serviceId, task.id);
    if (task.nodeId) add(this.#byNode, task.nodeId, task.id);
  }

  remove(task: Task): void {
    take(this.#byService, task.serviceId, task.id);
    if (task.nodeId) take(this.#byNode, task.nodeId, task.id);
  }
}

function add<Key>(index: Map<Key, Set<TaskId>>, key: Key, id: TaskId): void {
  const ids = index.get(key);
  if (ids) ids.add(id);
  else index.set(key, new Set([id]));
}

function take<Key>(index: Map<Key, Set<TaskId>>, key: Key, id: TaskId): void {
  const ids = index.get(key);
  ids?.delete(id);
  if (ids?.size === 0) index.delete(key);
}
