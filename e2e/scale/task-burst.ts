import type { TaskId } from '#lib/domain/ids';
import type { Node } from '#lib/domain/node/node';
import type { Service } from '#lib/domain/service/service';
import type { Task } from '#lib/domain/task/task';
import type { TaskStep } from './task-walks';

/** Tasks that come at once and end in vain. */
export interface BurstOrder {
  tasks: number;
  /** Of all their changes. */
  overMs: number;
}

/** A burst that has been told. */
export interface Burst {
  /** Epoch ms of its first and last message. */
  from: number;
  until: number;
  /** The smallest and the largest of its tasks' ids; no other task's lies between them. */
  first: TaskId;
  last: TaskId;
}

const WAY: readonly Pick<Task, 'state' | 'desiredState' | 'message' | 'error'>[] = [
  { state: 'new', desiredState: 'running', message: 'created', error: '' },
  { state: 'pending', desiredState: 'running', message: 'pending task scheduling', error: '' },
  {
    state: 'rejected',
    desiredState: 'shutdown',
    message: 'preparing',
    error: 'No such image: registry.example.org/media/transcoder:3.9.1',
  },
];

/** Ids of a burst's tasks: as long as the swarm's own, in order, and known by how they begin. */
export const burstIds = (burst: number, count: number): TaskId[] =>
  Array.from(
    { length: count },
    (_, index) => `burst${String(burst).padStart(4, '0')}x${String(index).padStart(15, '0')}` as TaskId,
  );

/**
 * All are new, then all are pending, then all are rejected, so many events in a message: nothing can be written for two
 * at once.
 */
export function* burstMessages(
  ids: readonly TaskId[],
  service: Service,
  nodes: readonly Node[],
  size: number,
): Generator<(at: number) => TaskStep[]> {
  const made = new Map<TaskId, string>();
  let version = 0;
  for (const step of WAY)
    for (let from = 0; from < ids.length; from += size)
      yield (at) =>
        ids.slice(from, from + size).map((id, index): TaskStep => {
          const stateSince = new Date(at).toISOString();
          const createdAt = made.get(id) ?? stateSince;
          made.set(id, createdAt);
          version += 1;
          const node = nodes[(from + index) % nodes.length];
          return {
            task: {
              ...step,
              id,
              version,
              serviceId: service.id,
              slot: from + index + 1,
              jobIteration: null,
              nodeId: step.state === 'rejected' ? (node?.id ?? null) : null,
              exitCode: null,
              containerId: null,
              image: service.image,
              templateDigest: service.templateDigest,
              endpointDigest: 'none',
              ports: [],
              stateSince,
              startedAt: null,
              createdAt,
            },
          };
        });
}
