import type { NodeId, ServiceId, TaskId } from '#lib/domain/ids';

/** Where a changed task stands or stood, so that a topic knows whether it concerns it, also when the task is gone. */
export interface TaskPlace {
  serviceId: ServiceId;
  nodeIds: NodeId[];
}

/** The objects that changed, appeared or went; their newest form is in the picture. */
export interface Changed {
  nodes: Set<NodeId>;
  services: Set<ServiceId>;
  tasks: Map<TaskId, TaskPlace>;
}

const nothing = (): Changed => ({ nodes: new Set(), services: new Set(), tasks: new Map() });

const isEmpty = (changed: Changed): boolean =>
  changed.nodes.size === 0 && changed.services.size === 0 && changed.tasks.size === 0;

/** Which objects changed at which revision, for the last `capacity` revisions. */
export class ChangeLog {
  revision = 0;
  #entries: Changed[] = [];
  #capacity: number;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  begin = nothing;

  end(changed: Changed): boolean {
    if (isEmpty(changed)) return false;
    this.revision += 1;
    this.#entries.push(changed);
    if (this.#entries.length > this.#capacity) this.#entries.shift();
    return true;
  }

  since(revision: number): Changed | null {
    const missed = this.revision - revision;
    if (missed < 0 || missed > this.#entries.length) return null;
    const all = nothing();
    for (const entry of this.#entries.slice(this.#entries.length - missed)) merge(all, entry);
    return all;
  }
}

function merge(into: Changed, from: Changed): void {
  for (const id of from.nodes) into.nodes.add(id);
  for (const id of from.services) into.services.add(id);
  for (const [id, place] of from.tasks) {
    const known = into.tasks.get(id);
    const nodeIds = known ? [...new Set([...known.nodeIds, ...place.nodeIds])] : place.nodeIds;
    into.tasks.set(id, { serviceId: place.serviceId, nodeIds });
  }
}
