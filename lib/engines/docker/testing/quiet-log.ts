import type { Log } from '#lib/ports/log';

/** A log for tests that do not look at it. */
export const quietLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => quietLog,
};
