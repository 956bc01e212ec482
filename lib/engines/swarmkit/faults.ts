import { type ServiceError, status } from '@grpc/grpc-js';
import { Fault, isFault } from '#lib/domain/fault';

interface FailedRequest {
  endpoint: string;
  /** Whether the stream had been open. */
  opened: boolean;
}

/** Catalogue words by the texts of gRPC and Node for a failed connection. The first match counts. */
const REASONS: readonly [RegExp, string][] = [
  [/\bENOENT\b/, 'no-socket'],
  [/\b(EACCES|EPERM)\b/, 'no-permission'],
  [/\bECONNREFUSED\b/, 'refused'],
  [/certificate|\bSSL\b|\bTLS\b|altname|signed|issuer/i, 'tls'],
];

/** Why a stream ended or could not be opened. The only place that reads gRPC's wording. */
export function faultOfWatch(error: Partial<ServiceError>, { endpoint, opened }: FailedRequest): Fault {
  const engineText = error.details || error.message || 'The stream has ended.';
  const options = { engineText, cause: error };
  if (NO_RESUME.test(engineText)) return new Fault('engine_refused', { endpoint }, options);
  if (error.code === status.UNIMPLEMENTED)
    return new Fault('watch_unavailable', { endpoint, reason: 'too-old' }, options);
  if (error.code === status.UNAVAILABLE) {
    if (opened) return new Fault('engine_unreachable', { endpoint, reason: 'broken' }, options);
    const reason = REASONS.find(([text]) => text.test(engineText))?.[1] ?? 'broken';
    return new Fault('watch_unavailable', { endpoint, reason }, options);
  }
  // The stream of a manager that is demoted, or whose dockerd is stopped, ends like this.
  if (opened) return new Fault('engine_unreachable', { endpoint, reason: 'ended' }, options);
  return new Fault('watch_unavailable', { endpoint, reason: 'refused-watch' }, options);
}

export const lateWatch = (endpoint: string, afterMs: number): Fault =>
  new Fault('engine_timeout', { endpoint, seconds: Math.round(afterMs / 100) / 10 });

/** Errors of the file system, before anything is dialled. */
export function faultOfSocket(error: unknown, endpoint: string): Fault {
  const text = error instanceof Error ? error.message : String(error);
  const reason = REASONS.find(([known]) => known.test(text))?.[1] ?? 'broken';
  return new Fault('watch_unavailable', { endpoint, reason }, { engineText: text, cause: error });
}

/** For a manager without a known control socket. */
export const noSocket = (endpoint: string, reason: 'off' | 'remote'): Fault =>
  new Fault('watch_unavailable', { endpoint, reason });

const NO_RESUME = /unavailable due to compaction|versions are out of order/;

/** The log does not reach back so far, or this manager is behind: everything must be listed again. */
export const cannotResume = (fault: unknown): boolean =>
  isFault(fault, 'engine_refused') && NO_RESUME.test(fault.engineText ?? '');
