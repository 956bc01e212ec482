import type { WireTimestamp } from '../wire-shapes';

/** ISO 8601 with milliseconds, truncated like the Docker API's times. A missing time becomes the epoch. */
export const isoOf = ({ seconds = 0, nanos = 0 }: WireTimestamp = {}): string =>
  new Date(seconds * 1000 + Math.floor(nanos / 1e6)).toISOString();
