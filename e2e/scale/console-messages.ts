import type { ServiceId } from '#lib/domain/ids';
import type { Marked, Marker, SeededFeedOptions } from './seeded-feed';
import type { Burst, BurstOrder } from './task-burst';

/** What the console with the seeded feed is started with. */
export interface ConsoleOptions extends SeededFeedOptions {
  /** false: without the history of tasks. */
  history?: false;
}

/** What a benchmark tells the console with the seeded feed. */
export type ToConsole =
  | { run: number }
  | { markEveryMs: number; what: Marked }
  | { burst: BurstOrder }
  | { forgetBurst: true }
  | { resetDelay: true }
  | { collect: true }
  | { stand: true };

/** How the console's process stands. */
export interface Stand {
  /** Task changes told so far. */
  published: number;
  /** By how much the event loop was late, since the last reset. */
  delayMs: { p50: number; p99: number; max: number };
  memory: NodeJS.MemoryUsage;
  /** In which its main thread collected garbage, since it began. */
  gcMs: number;
}

export type ToBench =
  | { ready: { markerService: ServiceId; sourcePid: number } }
  | { marker: Marker }
  | { burst: Burst }
  | { stand: Stand };
