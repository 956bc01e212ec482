import type { Log } from '#lib/ports/log';

/** For tests that look at what is done and not at what is said about it. */
export const quietLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => quietLog,
};
