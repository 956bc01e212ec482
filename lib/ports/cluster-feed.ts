import type { ServiceId } from '#lib/domain/ids';
import type { RawSpec } from '#lib/domain/spec/raw-spec';
import type { FeedStatus } from '#lib/live/feed-status';
import type { Observation } from '#lib/live/picture/observation';

export type { FeedStatus, Observation };

/** Every spec of a service that passes by, for the revisions; called before the observation of its version. */
export interface SpecSeen {
  serviceId: ServiceId;
  name: string;
  version: number;
  spec: RawSpec;
  at: number;
}

export interface FeedSink {
  observe(observation: Observation): void;
  status(status: FeedStatus): void;
  specSeen(seen: SpecSeen): void;
}

/** The one reader of the swarm. It always reconnects by itself, and reports its state through `status`. */
export interface ClusterFeed {
  start(sink: FeedSink): void;
  /** Something is about to move: look more often for a while. */
  hasten(): void;
  stop(): Promise<void>;
}
