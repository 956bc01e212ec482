import type { Principal } from '#lib/domain/access/principal';
import { Fault } from '#lib/domain/fault';
import { Lanes } from '#lib/limits/lanes';
import { Shares } from '#lib/limits/shares';
import type { RequestLimits, StreamKind } from '#lib/ports/request-limits';

/** A screen sends some six requests at once; several screens wait a moment, a flood is refused. */
const REQUESTS_EACH = { width: 16, queue: 100, waitMs: 15_000 };
const STREAMS_EACH: Record<StreamKind, number> = { log: 20, 'log-read': 2, 'log-file': 1, export: 1 };

/** A person's tokens count together, or each new token would be another share. */
const keyOf = (by: Principal): string => (by.kind === 'system' ? 'system' : `${by.kind} ${by.userId}`);

export function requestLimits(): RequestLimits {
  const requests = new Lanes({
    ...REQUESTS_EACH,
    busy: () => new Fault('too_many_requests', { limit: REQUESTS_EACH.width }),
  });
  const streams = new Map<StreamKind, Shares>(
    Object.entries(STREAMS_EACH).map(([kind, most]) => [kind as StreamKind, new Shares(most)]),
  );
  return {
    request: (by, work, signal) => requests.run(keyOf(by), work, signal),
    stream(kind, by) {
      const giveBack = streams.get(kind)?.take(keyOf(by));
      if (!giveBack) throw new Fault('too_many_requests', { limit: STREAMS_EACH[kind] });
      return giveBack;
    },
  };
}
