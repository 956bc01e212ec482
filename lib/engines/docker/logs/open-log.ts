import type { IncomingMessage } from 'node:http';
import { Fault } from '#lib/domain/fault';
import { type LogEntry, logReader } from '#lib/domain/log/log-reader';
import type { LogTarget } from '#lib/ports/task-logs';
import { parseAnswer } from '../connection';
import type { Managers } from '../managers';

export interface LogAsk {
  target: LogTarget;
  follow: boolean;
  /** Per task; null: all. */
  tail: number | null;
  sinceMs: number | null;
}

export interface LogLimits {
  signal: AbortSignal;
  /**
   * The response counts as broken off after so long without data, because 20.10 may hang for good when a node is down.
   */
  idleMs?: number;
}

interface WithTerminal {
  Spec?: { TTY?: boolean; ContainerSpec?: { TTY?: boolean }; TaskTemplate?: { ContainerSpec?: { TTY?: boolean } } };
}

/**
 * Opens a log through a manager that serves. Throws `not_found` and other faults of the request; the entries throw
 * later faults.
 */
export async function openLog(managers: Managers, ask: LogAsk, limits: LogLimits): Promise<AsyncIterable<LogEntry[]>> {
  const place = `/${ask.target.kind}s/${ask.target.id}`;
  const { body, connection } = await managers.get(place);
  const { Spec } = parseAnswer<WithTerminal>(body, connection.label);
  const container = ask.target.kind === 'service' ? Spec?.TaskTemplate?.ContainerSpec : Spec?.ContainerSpec;
  const answer = await connection.stream(`${place}/logs?${queryOf(ask)}`, {
    deadlineMs: managers.deadlines.readMs,
    signal: limits.signal,
  });
  return entriesOf(answer, isTerminal(answer, container?.TTY === true), connection.label, limits);
}

function queryOf({ follow, tail, sinceMs }: LogAsk): string {
  const query = new URLSearchParams({ stdout: '1', stderr: '1', details: '1', timestamps: '1' });
  if (follow) query.set('follow', '1');
  query.set('tail', tail === null ? 'all' : String(tail));
  if (sinceMs !== null) query.set('since', (sinceMs / 1000).toFixed(3));
  return query.toString();
}

/** Engines from 23 on give the framing in the content type; for older ones only the spec shows it. */
function isTerminal({ headers }: IncomingMessage, bySpec: boolean): boolean {
  const type = headers['content-type'] ?? '';
  if (type.includes('docker.multiplexed-stream')) return false;
  return type.includes('docker.raw-stream') ? true : bySpec;
}

async function* entriesOf(
  answer: IncomingMessage,
  terminal: boolean,
  endpoint: string,
  { signal, idleMs }: LogLimits,
): AsyncGenerator<LogEntry[]> {
  const reader = logReader({ terminal });
  const chunks = answer[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  try {
    for (;;) {
      const step = await (idleMs === undefined ? chunks.next() : within(chunks.next(), idleMs, endpoint));
      if (step.done) break;
      const entries = reader.push(step.value);
      if (entries.length > 0) yield entries;
    }
    const rest = reader.end();
    if (rest.length > 0) yield rest;
  } catch (cause) {
    if (cause instanceof Error && cause.name === 'Fault') throw cause;
    if (signal.aborted) return;
    const engineText = cause instanceof Error ? cause.message : String(cause);
    throw new Fault('engine_unreachable', { endpoint, reason: 'broken' }, { cause, engineText });
  } finally {
    answer.destroy();
  }
}

async function within<Value>(coming: Promise<Value>, ms: number, endpoint: string): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Fault('engine_timeout', { endpoint, seconds: ms / 1000 })), ms);
  });
  coming.catch(() => undefined);
  return Promise.race([coming, late]).finally(() => clearTimeout(timer));
}
