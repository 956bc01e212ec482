import { type DestinationStream, type LoggerOptions, pino } from 'pino';
import type { Log } from '#lib/ports/log';

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Names whose values must never be logged, however deep. */
const SECRET_NAMES = ['password', 'secret', 'token', 'cookie', 'authorization', 'authSecret', 'key', 'spec'];
const REDACTED = SECRET_NAMES.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);

/** One JSON object per line on standard output, which holds nothing else. */
export function makeLog(level: LogLevel, destination?: DestinationStream): Log {
  const options: LoggerOptions = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: REDACTED, censor: '[redacted]' },
  };
  return destination ? pino(options, destination) : pino(options);
}
