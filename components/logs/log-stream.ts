import { ownHeaders } from '#components/api/own-headers';
import { refusalOf } from '#components/api/refusal';
import type { LogMessage } from '#lib/contract/log-stream';
import { Fault, type FaultRecord, faultRecordOf } from '#lib/domain/fault';

export interface StreamRequest {
  /** The route of this service's or task's logs. */
  address: string;
  tail: number;
  since: string | null;
  /** Goes on with new lines; else the stream ends with the backlog. */
  follow?: boolean;
}

/** The console sends a heartbeat every 15 s, so a longer silence means a dead connection. */
const SILENT_MS = 40_000;

/**
 * Reads one response to its end. Throws the fault of a failed response, or `console_unreachable` when the stream
 * breaks.
 */
export async function readStream(
  ask: StreamRequest,
  take: (messages: LogMessage[]) => void,
  signal: AbortSignal,
): Promise<void> {
  const query = new URLSearchParams({
    tail: String(ask.tail),
    ...(ask.since === null ? {} : { since: ask.since }),
    ...(ask.follow === false ? { follow: 'false' } : { first: 'newest' }),
  });
  const giveUp = new AbortController();
  let patience = setTimeout(() => giveUp.abort(), SILENT_MS);
  try {
    const response = await fetch(`${ask.address}?${query}`, {
      credentials: 'same-origin',
      cache: 'no-store',
      headers: ownHeaders(),
      signal: AbortSignal.any([signal, giveUp.signal]),
    });
    if (!response.ok || !response.body) throw await refusalOf(response);
    const reader = response.body.getReader();
    const decoder = new TextDecoder();
    let rest = '';
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      clearTimeout(patience);
      patience = setTimeout(() => giveUp.abort(), SILENT_MS);
      const lines = (rest + decoder.decode(value, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      if (lines.length > 0) take(lines.map((line) => JSON.parse(line) as LogMessage));
    }
  } catch (cause) {
    if (signal.aborted || cause instanceof Fault) throw cause;
    throw new Fault('console_unreachable', {}, { cause });
  } finally {
    clearTimeout(patience);
    giveUp.abort();
  }
}

/** Faults that a retry would not mend. */
const FINAL = new Set([
  'not_signed_in',
  'not_allowed',
  'not_found',
  'invalid_input',
  'log_streams_full',
  'token_scope',
]);

export const isFinal = ({ code }: Pick<FaultRecord, 'code'>): boolean => FINAL.has(code);

export const recordOf = (error: unknown): FaultRecord =>
  error instanceof Fault ? faultRecordOf(error) : { code: 'console_unreachable', params: {}, engineText: null };
