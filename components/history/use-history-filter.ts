'use client';

import { useAddress } from '#components/table/use-address';

export const HOURS = { '1h': 1, '24h': 24, '7d': 168, '30d': 720 } as const;
export type Span = keyof typeof HOURS;

export interface HistoryFilter {
  span: Span;
  /** A slot's number, or the id of a node for a service that runs one task on each. */
  place: string | null;
  set(next: { span?: Span; place?: string | null }): void;
}

/** The time and place filter of a service's history, kept in the address. */
export function useHistoryFilter(by: 'slot' | 'node'): HistoryFilter {
  const { query: search, put } = useAddress();
  const periodParam = search.get('period') ?? '';
  const span: Span = periodParam in HOURS ? (periodParam as Span) : '24h';
  const placeParam = search.get(by);
  const place = placeParam && (by === 'slot' ? /^\d{1,9}$/ : /^[0-9a-z]{25}$/).test(placeParam) ? placeParam : null;
  const set: HistoryFilter['set'] = (next) =>
    put({
      ...(next.span && { period: next.span === '24h' ? null : next.span }),
      ...(next.place !== undefined && { [by]: next.place }),
    });
  return { span, place, set };
}
