import type { FaultRecord } from '#lib/domain/fault';
import type { NodeId, ServiceId, TaskId } from '#lib/domain/ids';
import type { LogLine } from '#lib/domain/log/log-line';

/** Whose output: all tasks of a service, or one task. */
export type LogTarget = { kind: 'service'; id: ServiceId } | { kind: 'task'; id: TaskId };

export interface LogRequest {
  target: LogTarget;
  /** So many of the last lines of each task, before what comes. */
  tail: number;
  /** Epoch ms; null: from the beginning. */
  sinceMs: number | null;
  /** false: ends with what there is now. */
  follow: boolean;
  /**
   * The newest lines of the past come first and older ones behind them, each batch in order of time. Only while
   * following.
   */
  newestFirst?: boolean;
  /** Aborted when the asker has gone: what they wait for is read no further. */
  signal?: AbortSignal;
}

/** A node whose tasks' output cannot be had now. */
export interface MissingNode {
  id: NodeId;
  /** null: the swarm does not know it any more. */
  hostname: string | null;
}

export type LogState =
  /** What was written before is being read. */
  | 'reading'
  | 'following'
  /** The engine is away, or has no leader; it is tried again until it answers. */
  | 'reconnecting';

export type LogNews =
  /**
   * In order of time; one that was late comes late. With `newestFirst` the batches before `caught-up` go back in time.
   */
  | { kind: 'lines'; lines: readonly LogLine[] }
  /** The requested past is complete. `left`: number of its oldest lines that were left out. */
  | { kind: 'caught-up'; left: number }
  /** The viewer read too slowly: so many lines, the oldest that waited, were dropped. */
  | { kind: 'skipped'; count: number }
  /** `unfollowed`: so many tasks have no stream, because there are too many; only their past is shown. */
  | { kind: 'state'; state: LogState; fault: FaultRecord | null; unfollowed?: number }
  /** All nodes that are missing now; empty once they are back. */
  | { kind: 'missing'; nodes: readonly MissingNode[] }
  /** So many tasks, the oldest, are not in it. */
  | { kind: 'tasks-left-out'; count: number }
  /** The engine's own text about the logs. */
  | { kind: 'engine'; text: string }
  /** The last one. `fault`: why it cannot go on. */
  | { kind: 'end'; fault: FaultRecord | null };

/** A viewer of a log. Bounded: a slow one loses its oldest pending lines, and gets their number. */
export interface LogViewer {
  /** Waits for news; null after the end or `close`. */
  next(): Promise<LogNews | null>;
  close(): void;
}

/** The output of tasks. Nothing of it is stored; what is held to be shared among viewers goes with the last of them. */
export interface TaskLogs {
  /**
   * Throws `log_streams_full` where the engine would have to serve more streams than it should, and why it cannot be
   * read.
   */
  open(request: LogRequest): Promise<LogViewer>;
  /** All that there is, in order of time, read as fast as it is taken: for a file. */
  whole(target: LogTarget, sinceMs: number | null): Promise<LogViewer>;
  /** Ends all viewers, for the console ends. */
  stop(): void;
}
