import type { NodeId, ServiceId, TaskId } from '#lib/domain/ids';
import type { Node } from '#lib/domain/node/node';
import type { Service } from '#lib/domain/service/service';
import type { Task } from '#lib/domain/task/task';
import type { Observation } from '#lib/ports/cluster-feed';

/** The content of one observation. The last change of an object counts, including its removal. */
export class News {
  /** The leader may have changed. */
  managers = false;
  networks = false;
  /** There are services to be read. */
  services = false;
  readonly #nodes = new Map<NodeId, Node | null>();
  readonly #services = new Map<ServiceId, Service | null>();
  readonly #tasks = new Map<TaskId, Task | null>();

  node = (node: Node): void => void this.#nodes.set(node.id, node);
  goneNode = (id: NodeId): void => void this.#nodes.set(id, null);
  service = (service: Service): void => void this.#services.set(service.id, service);
  goneService = (id: ServiceId): void => void this.#services.set(id, null);
  task = (task: Task): void => void this.#tasks.set(task.id, task);
  goneTask = (id: TaskId): void => void this.#tasks.set(id, null);

  /** null when nothing changed. */
  asObservation(at: number): Observation | null {
    const [nodes, goneNodes] = parted(this.#nodes);
    const [services, goneServices] = parted(this.#services);
    const [tasks, goneTasks] = parted(this.#tasks);
    const changes = { nodes, goneNodes, services, goneServices, tasks, goneTasks };
    const some = Object.entries(changes).filter(([, list]) => list.length > 0);
    return some.length > 0 ? { kind: 'changes', at, ...Object.fromEntries(some) } : null;
  }
}

function parted<Id, Value>(objects: ReadonlyMap<Id, Value | null>): [Value[], Id[]] {
  const [present, gone]: [Value[], Id[]] = [[], []];
  for (const [id, value] of objects) {
    if (value === null) gone.push(id);
    else present.push(value);
  }
  return [present, gone];
}
