import type { NodeId, ServiceId, TaskId } from '#lib/domain/ids';
import type { TaskStory } from '#lib/domain/task/task-story';
import type { HeldLease } from './leases';

/** A task as it is now, with the states that have come since it was last written. */
export interface TaskNews extends TaskStory {
  version: number;
}

export interface StoryQuery {
  serviceId?: ServiceId;
  nodeId?: NodeId;
  slot?: number;
  /** Epoch ms: those that were alive at that time or later. */
  since: number;
  until?: number;
  limit: number;
}

/** Every task that was ever seen. Writes need the lease. */
export interface TaskHistory {
  /** Adds the new states; a version that is not newer than the one written adds none. */
  write(news: readonly TaskNews[], lease: HeldLease): Promise<void>;
  /** Tasks that the swarm still had when they were last written, by id. */
  known(after: TaskId | null, limit: number): Promise<{ id: TaskId; version: number }[]>;
  /** Tasks that ran when they were last written, by id, and since when: epoch ms. */
  running(after: TaskId | null, limit: number): Promise<{ id: TaskId; since: number }[]>;
  /** The swarm removed these while there was no observer. */
  gone(ids: readonly TaskId[], at: number, lease: HeldLease): Promise<void>;
  /** The newest first. */
  stories(query: StoryQuery): Promise<TaskStory[]>;
  /** Forgets up to so many tasks that were over before a time; answers how many. */
  forget(before: number, limit: number, lease: HeldLease): Promise<number>;
}
