import type { NodeId, ServiceId, TaskId } from '../ids';
import type { TaskState } from './task';

/** A state, since when in epoch ms, and the engine's words about it. */
export type StateSeen = [state: TaskState, at: number, message: string];

/** A task's life, also long after the swarm has forgotten it. Times are epoch ms. */
export interface TaskStory {
  id: TaskId;
  serviceId: ServiceId;
  serviceName: string;
  slot: number | null;
  nodeId: NodeId | null;
  nodeName: string | null;
  state: TaskState;
  desiredState: TaskState;
  message: string;
  error: string;
  exitCode: number | null;
  image: string;
  templateDigest: string;
  /** Oldest first. Where the swarm is polled, short ones may be missing. */
  states: StateSeen[];
  createdAt: number;
  stateSince: number;
  /** null: not over yet, as far as was seen. */
  endedAt: number | null;
  /** When the swarm forgot it. */
  goneAt: number | null;
}

/** Where a task has its place: its slot, or its node for services that run one on each. */
export const placeOf = ({ slot, nodeName, nodeId }: TaskStory): string =>
  slot === null ? (nodeName ?? nodeId ?? '') : String(slot);
