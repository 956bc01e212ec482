'use client';

import { usePathname, useSearchParams } from 'next/navigation';

export const HOURS = { '1h': 1, '24h': 24, '7d': 168, '30d': 720 } as const;
export type Span = keyof typeof HOURS;

export interface HistoryFilter {
  span: Span;
  /** A slot's number, or the id of a node for a service that runs one task on each. */
  place: string | null;
  set(next: { span?: Span; place?: string | null }): void;
}

/** Which time and which place of a service's history is looked at, kept in the address. */
export function useHistoryFilter(by: 'slot' | 'node'): HistoryFilter {
  const path = usePathname();
  const search = useSearchParams();
  const told = search.get('period') ?? '';
  const span: Span = told in HOURS ? (told as Span) : '24h';
  const asked = search.get(by);
  const place = asked && (by === 'slot' ? /^\d{1,9}$/ : /^[0-9a-z]{25}$/).test(asked) ? asked : null;
  const set: HistoryFilter['set'] = (next) => {
    const changed = new URLSearchParams(window.location.search);
    const put = (name: string, value: string | null) => (value ? changed.set(name, value) : changed.delete(name));
    if (next.span) put('period', next.span === '24h' ? null : next.span);
    if (next.place !== undefined) put(by, next.place);
    window.history.replaceState(null, '', `${path}?${changed}`);
  };
  return { span, place, set };
}
