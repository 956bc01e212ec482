import type { WireTimestamp } from '../wire-shapes';

/** ISO 8601 with milliseconds, cut and not rounded, as the Docker API's times are read too. What has no time has the epoch. */
export const isoOf = ({ seconds = 0, nanos = 0 }: WireTimestamp = {}): string =>
  new Date(seconds * 1000 + Math.floor(nanos / 1e6)).toISOString();
