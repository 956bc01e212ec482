import type { FaultRecord } from '#lib/domain/fault';
import type { ClusterId } from '#lib/domain/ids';

export type FeedPhase =
  /** Nothing has been reached yet. */
  | 'connecting'
  /** What the picture holds is true now, within the feed's interval. */
  | 'live'
  /** It was live; the engine is unreachable or cannot answer. The picture does not change. */
  | 'interrupted';

export interface FeedAttempt {
  endpoint: string;
  at: number;
  fault: FaultRecord;
}

export interface FeedStatus {
  source: 'watch' | 'polling';
  phase: FeedPhase;
  /** Epoch ms since when it has been in this phase. */
  since: number;
  /** Epoch ms of the last answer that confirmed the picture; null before the first. */
  freshAt: number | null;
  /** How often the picture is confirmed at present, ms. */
  intervalMs: number;
  /** The manager that is being read, as configured, without credentials. */
  endpoint: string | null;
  clusterId: ClusterId | null;
  apiVersion: string | null;
  /** How far the manager's clock is ahead of ours, ms, where it is more than some seconds. */
  clockAheadMs?: number | null;
  /** Why it is not live: the last fault of each endpoint, in the order in which they were tried. */
  attempts: FeedAttempt[];
  /** Why the swarm is polled and not watched, while it is. */
  watch?: FaultRecord | null;
}

/** A feed that has not reached any manager yet. */
export const connectingSince = (since: number): FeedStatus => ({
  source: 'polling',
  phase: 'connecting',
  since,
  freshAt: null,
  intervalMs: 0,
  endpoint: null,
  clusterId: null,
  apiVersion: null,
  attempts: [],
});
