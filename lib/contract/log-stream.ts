import './without-eval';
import { z } from 'zod';
import type { FaultRecord } from '#lib/domain/fault';
import type { LogChannel } from '#lib/domain/log/log-line';

/** One JSON object a line, of these kinds; who reads them skips a kind that they do not know. */
export type LogMessage =
  | {
      kind: 'line';
      task: string;
      node: string;
      channel: LogChannel;
      /** RFC 3339 with nine decimals, as the node stamped it. */
      at: string;
      text: string;
      /** So many characters of an endless line were left out. */
      cut?: number;
    }
  /** All that was asked of the past has been sent. `left`: so many lines of it, the oldest, were too many. */
  | { kind: 'caught-up'; left: number }
  /** The reader was too slow: so many lines are missing here. */
  | { kind: 'skipped'; count: number }
  /** `unfollowed`: so many tasks are too many to be followed; of them only the past is sent. */
  | {
      kind: 'state';
      state: 'reading' | 'following' | 'reconnecting';
      fault: FaultRecord | null;
      unfollowed?: number;
    }
  /** Nodes whose tasks' lines cannot be had now. */
  | { kind: 'missing'; nodes: { id: string; hostname: string | null }[] }
  /** So many tasks, the oldest, were too many for their past to be sent. */
  | { kind: 'tasks-left-out'; count: number }
  /** What the engine has to say of the logs, in its own words. */
  | { kind: 'engine'; text: string }
  /** Nothing was written for a while; the stream is well. */
  | { kind: 'alive' }
  /** The last one. `why`: `done` all is said; `fault`; `signed-out` or no longer allowed; `ending`: the console ends, ask again. */
  | { kind: 'end'; why: 'done' | 'fault' | 'not-allowed' | 'ending'; fault: FaultRecord | null };

export const MOST_TAIL = 20_000;
export const TAIL = 500;

export const logQuery = z
  .object({
    /** So many of the last lines of each task. */
    tail: z.coerce.number().int().min(0).max(MOST_TAIL).default(TAIL),
    /** Only what was written from then on. */
    since: z.iso.datetime({ offset: true, local: false }).optional(),
    follow: z.enum(['true', 'false']).default('true'),
    /** `text`: everything as a file, in order of time; neither `tail` nor `follow` counts. */
    as: z.enum(['ndjson', 'text']).default('ndjson'),
  })
  .strict();

/** An answer that goes on for as long as somebody reads: no JSON, but what the route makes of it. */
export const streamed = z.custom<Response>((value) => value instanceof Response);
