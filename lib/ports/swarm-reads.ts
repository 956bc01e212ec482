import type { Fault } from '#lib/domain/fault';
import type { ClusterId, ServiceId, TaskId } from '#lib/domain/ids';
import type { Node } from '#lib/domain/node/node';
import type { Service } from '#lib/domain/service/service';
import type { Task } from '#lib/domain/task/task';
import type { FeedSink } from './cluster-feed';

export interface SwarmIdentity {
  clusterId: ClusterId;
  apiVersion: string;
  /** How far its clock is ahead of ours, ms; null: by little, or unknown. Kept current. */
  clockAheadMs: number | null;
}

/** The whole swarm, as of `at` or newer. */
export interface Snapshot {
  /** Epoch ms. */
  at: number;
  nodes: Node[];
  services: Service[];
  tasks: Task[];
}

/** One manager's answers as domain objects. Rejects with a `Fault` when it does not answer or refuses. */
export interface ManagerReads {
  /** The swarm's root certificate, PEM. Another one after each rotation of the CA. */
  trustRoot(): Promise<string>;
  whole(): Promise<Snapshot>;
  /** Waits long: an answer that is held back comes when there is a leader, and proves that there is one. */
  nodes(): Promise<Node[]>;
  /** Those of them that exist; for many ids perhaps others too. */
  services(ids: ReadonlySet<ServiceId>): Promise<Service[]>;
  /**
   * Networks have changed: every service that was ever read, with the names as they are now. Empty when no name has
   * changed.
   */
  networks(): Promise<Service[]>;
  /** null: there is none any more. */
  task(id: TaskId): Promise<Task | null>;
}

/** A manager that may be watched, if its control socket can be reached from here. */
export interface WatchableManager {
  /** As configured, without credentials. */
  endpoint: string;
  /**
   * SwarmKit's control socket, whether it is there or not; or why none is known: switched off, or on another machine.
   */
  control: { path: string } | { none: 'off' | 'remote' };
}

/** What the stream lacks is read by the Docker API: the first state, and fields missing in its messages. */
export interface SwarmReads {
  /** The one that worked last is the first. */
  managers(): WatchableManager[];
  /** The first of them that serves now; null when none does. A manager that is silent is reported, and waited for. */
  first(
    among: readonly WatchableManager[],
    observer: { failed(endpoint: string, error: unknown): void; silent(endpoint: string, fault: Fault): void },
    signal: AbortSignal,
  ): Promise<{ manager: WatchableManager; identity: SwarmIdentity } | null>;
  /** Specs of the services that are read are passed on first. */
  at(manager: WatchableManager, sink: Pick<FeedSink, 'specSeen'>, signal: AbortSignal): ManagerReads;
}
