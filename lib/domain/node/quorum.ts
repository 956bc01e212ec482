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

/** What asking a manager came to: the code of its fault, and of a time-out whether it answers at all. */
interface Unanswered {
  fault: { code: string; params: Readonly<Record<string, unknown>> };
}

/**
 * The quorum by which managers answer, for when the swarm itself cannot be read: a manager that is frozen or away is
 * silent, one that answers and waits for a leader is not. Only what is sure: managers without a connection count as
 * reachable.
 */
export function quorumByAnswers(
  managers: number,
  attempts: readonly Unanswered[],
): Omit<Quorum, 'leader'> & { silent: number } {
  const silent = attempts.filter(
    ({ fault }) =>
      fault.code === 'engine_unreachable' || (fault.code === 'engine_timeout' && fault.params.reason !== 'holds'),
  ).length;
  const reachable = Math.max(0, managers - silent);
  const needed = Math.floor(managers / 2) + 1;
  return { managers, reachable, needed, spare: reachable - needed, silent };
}
