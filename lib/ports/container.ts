import type { Cluster } from '#lib/domain/cluster/cluster';
import type { Accounts } from './accounts';
import type { ApiTokens } from './api-tokens';
import type { Clock } from './clock';
import type { ClusterFeed, FeedStatus } from './cluster-feed';
import type { HistoryGaps } from './history-gaps';
import type { Ledger } from './ledger';
import type { Log } from './log';
import type { Refusals } from './refusals';
import type { RequestLimits } from './request-limits';
import type { StoredSettings } from './retention';
import type { Revisions } from './revisions';
import type { Sessions } from './sessions';
import type { SwarmEngine } from './swarm-engine';
import type { TaskHistory } from './task-history';
import type { TaskLogs } from './task-logs';

/** The live picture as routes and operations may read it. */
export interface LivePicture {
  cluster(): Cluster;
  status(): FeedStatus;
  /** Called after every commit or change of status. Returns the way to stop. */
  onChange(listener: () => void): () => void;
}

/** What the console was set up with, as far as routes and pages need to know. */
export interface ConsoleSettings {
  /** The address that people use, when it was set. */
  baseUrl: string | null;
  /** Engine endpoints as configured, without credentials. */
  endpoints: string[];
  version: string;
  /** For tests: a fault that a contract does not declare is a mistake of ours instead of an answer. */
  strict: boolean;
  /** The container that the console runs in, where it runs in one: its service is not everybody's to change. */
  containerId: string | null;
}

/** Everything the process has built, once. */
export interface Container {
  engine: SwarmEngine;
  feed: ClusterFeed;
  taskLogs: TaskLogs;
  picture: LivePicture;
  ledger: Ledger;
  revisions: Revisions;
  taskHistory: TaskHistory;
  gaps: HistoryGaps;
  stored: StoredSettings;
  sessions: Sessions;
  accounts: Accounts;
  tokens: ApiTokens;
  refusals: Refusals;
  clock: Clock;
  log: Log;
  settings: ConsoleSettings;
  limits: RequestLimits;
  /** For /readyz: throws or answers false when the database does not take a write. */
  recordsReady(): Promise<boolean>;
}

const KEY = Symbol.for('swarmdeck');
type Global = typeof globalThis & { [KEY]?: Container };

/**
 * Next's bundles hold their own copy of every module; the global symbol is the one thing they share with the server.
 */
export function container(): Container {
  const built = (globalThis as Global)[KEY];
  if (!built)
    throw new Error('Swarmdeck has not been composed: start it with npm start or npm run dev, not with next.');
  return built;
}

export const provide = (built: Container): void => {
  (globalThis as Global)[KEY] = built;
};
