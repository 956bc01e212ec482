import type { Principal } from '#lib/domain/access/principal';

/** Answers that go on: a log that is followed, one read of what there is, a log as a file, an export of the ledger. */
export type StreamKind = 'log' | 'log-read' | 'log-file' | 'export';

/** Limits each person's requests in flight, so that nobody can block the console for others. */
export interface RequestLimits {
  /** Runs it when its turn has come. Throws `too_many_requests` where it does not come, or the signal's reason. */
  request<Result>(by: Principal, work: () => Promise<Result>, signal?: AbortSignal): Promise<Result>;
  /** A place for an answer that goes on, to be given back by the function. Throws `too_many_requests`. */
  stream(kind: StreamKind, by: Principal): () => void;
}
