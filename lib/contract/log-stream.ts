import './without-eval';
import { z } from 'zod';
import { LOG_CHANNELS } from '#lib/domain/log/log-line';
import { faultRecord } from './shapes';

/** One JSON object a line, of these kinds; who reads them skips a kind that they do not know. */
const logMessage = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('line'),
    task: z.string(),
    node: z.string(),
    channel: z.enum(LOG_CHANNELS),
    /** RFC 3339 with nine decimals, as the node stamped it. */
    at: z.string(),
    text: z.string(),
    /** So many characters of an endless line were left out. */
    cut: z.number().optional(),
  }),
  /** The requested past is complete. `left`: number of its oldest lines that were left out. */
  z.object({ kind: z.literal('caught-up'), left: z.number() }),
  /** The reader was too slow: so many lines are missing here. */
  z.object({ kind: z.literal('skipped'), count: z.number() }),
  /** `unfollowed`: so many tasks are too many to be followed; of them only the past is sent. */
  z.object({
    kind: z.literal('state'),
    state: z.enum(['reading', 'following', 'reconnecting']),
    fault: faultRecord.nullable(),
    unfollowed: z.number().optional(),
  }),
  /** Nodes whose tasks' lines cannot be had now. */
  z.object({
    kind: z.literal('missing'),
    nodes: z.array(z.object({ id: z.string(), hostname: z.string().nullable() })),
  }),
  /** So many tasks, the oldest, were too many for their past to be sent. */
  z.object({ kind: z.literal('tasks-left-out'), count: z.number() }),
  /** The engine's own text about the logs. */
  z.object({ kind: z.literal('engine'), text: z.string() }),
  /** Nothing was written for a while; the stream is well. */
  z.object({ kind: z.literal('alive') }),
  /**
   * The last one. `why`: `done`: complete; `fault`; `not-allowed`: signed out or no longer allowed; `ending`: the
   * console stops, connect again.
   */
  z.object({
    kind: z.literal('end'),
    why: z.enum(['done', 'fault', 'not-allowed', 'ending']),
    fault: faultRecord.nullable(),
  }),
]);
export type LogMessage = z.output<typeof logMessage>;

export const MOST_TAIL = 20_000;
export const TAIL = 500;

export const logQuery = z
  .object({
    /** So many of the last lines of each task. */
    tail: z.coerce.number().int().min(0).max(MOST_TAIL).default(TAIL),
    /** Only what was written from then on. */
    since: z.iso.datetime({ offset: true, local: false }).optional(),
    follow: z.enum(['true', 'false']).default('true'),
    /**
     * `newest`: what was written before comes in batches, the newest first, each in order of time; only with `follow`.
     */
    first: z.enum(['oldest', 'newest']).default('oldest'),
    /** `text`: everything as a file, in order of time; `tail`, `follow` and `first` do not count. */
    as: z.enum(['ndjson', 'text']).default('ndjson'),
  })
  .strict();

/** An endless response: no JSON, but what the route makes of it. */
export const streamed = z.instanceof(Response);
export const LOG_STREAMS = ['application/x-ndjson', 'text/plain'] as const;
