import type { FaultRecord } from '#lib/domain/fault';
import type { ClusterId, NodeId, ServiceId, TaskId } from '#lib/domain/ids';
import type { Node } from '#lib/domain/node/node';
import type { Service } from '#lib/domain/service/service';
import type { RawSpec } from '#lib/domain/spec/raw-spec';
import type { Task } from '#lib/domain/task/task';

/**
 * What the feed saw. A `list` is the whole truth about the kinds it names (what is missing in it is gone); `changes`
 * is a part of it. Objects come with a version; an older version than the one held is ignored by the picture.
 */
export type Observation =
  | {
      kind: 'list';
      /** Epoch ms at which the answer began: what it shows is at least as new. */
      at: number;
      nodes?: Node[];
      services?: Service[];
      tasks?: Task[];
      /** Narrows what `tasks` is the whole truth about: the tasks of these services only. */
      tasksOf?: ServiceId[];
    }
  | {
      kind: 'changes';
      at: number;
      nodes?: Node[];
      services?: Service[];
      tasks?: Task[];
      goneNodes?: NodeId[];
      goneServices?: ServiceId[];
      goneTasks?: TaskId[];
    };

export type FeedPhase =
  /** Nothing has been reached yet. */
  | 'connecting'
  /** What the picture holds is true now, within the feed's interval. */
  | 'live'
  /** It was live; the engine is away or cannot answer. The picture stands still. */
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
  /** Why it is not live: the last fault of each endpoint, in the order in which they were tried. */
  attempts: FeedAttempt[];
}

/** Every spec of a service that passes by, for the revisions; called before the observation that tells of its version. */
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

/** The one reader of the swarm. It reconnects by itself, for ever, and says how it stands through `status`. */
export interface ClusterFeed {
  start(sink: FeedSink): void;
  /** Something is about to move: look more often for a while. */
  hasten(): void;
  stop(): Promise<void>;
}
