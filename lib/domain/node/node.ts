import type { NodeId } from '../ids';

export type NodeRole = 'manager' | 'worker';
export const AVAILABILITIES = ['active', 'pause', 'drain'] as const;
export type Availability = (typeof AVAILABILITIES)[number];
export type NodeState = 'ready' | 'down' | 'unknown' | 'disconnected';
export type Reachability = 'reachable' | 'unreachable' | 'unknown';

/** A manager's standing in the raft group. Only GET /nodes computes it: SwarmKit's store does not hold it. */
export interface ManagerStatus {
  leader: boolean;
  reachability: Reachability;
  address: string;
}

export interface Node {
  id: NodeId;
  /** Raft index of the object; grows with every change, equal on all managers. */
  version: number;
  hostname: string;
  role: NodeRole;
  availability: Availability;
  state: NodeState;
  /** Why the node is in this state, in the engine's words ('' for none). */
  stateMessage: string;
  address: string;
  manager: ManagerStatus | null;
  labels: Record<string, string>;
  engineLabels: Record<string, string>;
  platform: { architecture: string; os: string };
  resources: { nanoCpus: number; memoryBytes: number };
  engineVersion: string;
  /** ISO 8601. */
  createdAt: string;
  updatedAt: string;
}

/** Whether the scheduler may place new tasks there. (SwarmKit: scheduler/filter.go, ReadyFilter) */
export const takesNewTasks = (node: Node): boolean => node.state === 'ready' && node.availability === 'active';

export const isManager = (node: Node): boolean => node.manager !== null;

/** A leader that does not know its own address reports 0.0.0.0; its raft address is the right one. */
export function nodeAddress(reported: string, raftAddress: string | undefined): string {
  const raft = raftAddress?.replace(/:\d+$/, '');
  return (reported === '' || reported === '0.0.0.0') && raft ? raft : reported;
}
