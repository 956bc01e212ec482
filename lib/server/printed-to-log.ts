import { format, stripVTControlCharacters } from 'node:util';
import type { Log } from '#lib/ports/log';

const LEVELS = { error: 'error', warn: 'warn', log: 'info', info: 'info', debug: 'debug' } as const;
const LONGEST = 4000;

type Printer = Record<keyof typeof LEVELS, (...printed: unknown[]) => void>;

/**
 * Turns what libraries print into log lines. Next prints page failures and uncaught errors with stacks of many lines,
 * which would break a log of JSON lines.
 */
export function printedToLog(log: Log, printer: Printer = console): void {
  for (const [method, level] of Object.entries(LEVELS) as [keyof Printer, (typeof LEVELS)[keyof Printer]][])
    printer[method] = (...printed) => {
      const err = printed.find((each) => each instanceof Error);
      const words = format(...printed.filter((each) => each !== err));
      const text = stripVTControlCharacters(words).trim() || err?.message || 'printed';
      log[level]({ ...(err && { err }), from: 'console' }, text.slice(0, LONGEST));
    };
}
