import { format, stripVTControlCharacters } from 'node:util';
import type { Log } from '#lib/ports/log';

const LEVELS = { error: 'error', warn: 'warn', log: 'info', info: 'info', debug: 'debug' } as const;
const LONGEST = 4000;

type Printer = Record<keyof typeof LEVELS, (...printed: unknown[]) => void>;

/**
 * What libraries print becomes a line of the log each. Next prints the failure of a page, and errors that nobody caught, with
 * stacks of many lines, which nothing that reads a log of JSON lines can take.
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
