import { isManager, type Node } from './node';

export interface Quorum {
  /** Managers in the raft group. */
  managers: number;
  reachable: number;
  /** Managers that must be reachable for the swarm to accept a change. */
  needed: number;
  /** Reachable managers that may still be lost; below zero the quorum is gone. */
  spare: number;
  leader: string | null;
}

/** A swarm of n managers needs ⌊n/2⌋+1 of them. (raft) */
export function quorumOf(nodes: Iterable<Node>): Quorum {
  const managers = [...nodes].filter(isManager);
  const reachable = managers.filter((node) => node.manager?.reachability === 'reachable').length;
  const needed = Math.floor(managers.length / 2) + 1;
  const leader = managers.find((node) => node.manager?.leader)?.hostname ?? null;
  return { managers: managers.length, reachable, needed, spare: reachable - needed, leader };
}
