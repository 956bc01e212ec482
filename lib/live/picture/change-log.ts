import type { NodeId, ServiceId, TaskId } from '#lib/domain/ids';
import type { Task } from '#lib/domain/task/task';
import type { Mask } from './fields';

/** What became of a task between two revisions; its newest form is in the picture, if it still is. */
export interface TaskChange {
  mask: Mask;
  /** As it was at the earlier revision, so that those who held or counted it can drop it; null: it was not there. */
  before: Task | null;
}

/** The objects that changed, appeared or went, and in which fields; their newest form is in the picture. */
export interface Changed {
  nodes: Map<NodeId, Mask>;
  services: Map<ServiceId, Mask>;
  tasks: Map<TaskId, TaskChange>;
}

const nothing = (): Changed => ({ nodes: new Map(), services: new Map(), tasks: new Map() });
const sizeOf = ({ nodes, services, tasks }: Changed): number => nodes.size + services.size + tasks.size;

/** Which objects changed at which revision, as far back as `capacity` allows: revisions, and changes in all of them. */
export class ChangeLog {
  revision = 0;
  #entries: Changed[] = [];
  #size = 0;
  #capacity: { revisions: number; changes: number };

  constructor(capacity: { revisions: number; changes: number }) {
    this.#capacity = capacity;
  }

  begin = nothing;

  end(changed: Changed): boolean {
    const size = sizeOf(changed);
    if (size === 0) return false;
    this.revision += 1;
    this.#size += size;
    this.#entries.push(changed);
    this.#forget();
    return true;
  }

  since(revision: number): Changed | null {
    const missed = this.revision - revision;
    if (missed < 0 || missed > this.#entries.length) return null;
    if (missed === 1) return this.#entries.at(-1) ?? null;
    const all = nothing();
    for (let index = this.#entries.length - missed; index < this.#entries.length; index++)
      merge(all, this.#entries[index] as Changed);
    return all;
  }

  /** The newest is always kept, however large: subscribers that are otherwise current need only this one. */
  #forget(): void {
    let drop = 0;
    const { revisions, changes } = this.#capacity;
    while (this.#entries.length - drop > 1 && (this.#entries.length - drop > revisions || this.#size > changes)) {
      this.#size -= sizeOf(this.#entries[drop] as Changed);
      drop += 1;
    }
    if (drop > 0) this.#entries.splice(0, drop);
  }
}

function merge(into: Changed, from: Changed): void {
  for (const [id, mask] of from.nodes) into.nodes.set(id, (into.nodes.get(id) ?? 0) | mask);
  for (const [id, mask] of from.services) into.services.set(id, (into.services.get(id) ?? 0) | mask);
  for (const [id, change] of from.tasks) {
    const known = into.tasks.get(id);
    into.tasks.set(id, known ? { mask: known.mask | change.mask, before: known.before } : change);
  }
}
