'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import { TAIL } from '#lib/contract/log-stream';

const MINUTE = 60_000;
export const SPANS = { '5m': 5 * MINUTE, '1h': 60 * MINUTE, '24h': 1440 * MINUTE } as const;
export type Span = keyof typeof SPANS;
export const TAILS = [100, TAIL, 2000, 20_000] as const;

export interface LogChoices {
  tail: number;
  /** null: from the beginning; a span before now; or a moment, ISO 8601. */
  since: Span | string | null;
}

export const isSpan = (since: string): since is Span => since in SPANS;

/** Where the log begins, kept in the address, so that a link shows the same. */
export function useLogChoices(): [LogChoices, (change: Partial<LogChoices>) => void] {
  const path = usePathname();
  const query = useSearchParams();
  const sinceParam = query.get('since');
  const known = Number(query.get('tail'));
  const tail = TAILS.find((each) => each === known) ?? TAIL;
  const since =
    sinceParam !== null && (isSpan(sinceParam) || !Number.isNaN(Date.parse(sinceParam))) ? sinceParam : null;
  const choices = useMemo(() => ({ tail, since }), [tail, since]);
  const choose = useCallback(
    (change: Partial<LogChoices>) => {
      const next = { ...choices, ...change };
      const written = new URLSearchParams({
        ...(next.tail === TAIL ? {} : { tail: String(next.tail) }),
        ...(next.since === null ? {} : { since: next.since }),
      }).toString();
      window.history.replaceState(null, '', written === '' ? path : `${path}?${written}`);
    },
    [choices, path],
  );
  return [choices, choose];
}

/** The moment of a choice, as of now. */
export function momentOf(since: LogChoices['since'], now: number): string | null {
  if (since === null) return null;
  return new Date(isSpan(since) ? now - SPANS[since] : Date.parse(since)).toISOString();
}
