'use client';

import { useCallback, useMemo } from 'react';
import { useAddress } from '#components/table/use-address';
import { type OperationFilterInput, operationFilter } from '#lib/contract/audit';

export const PERIODS = { '1h': 1, '24h': 24, '7d': 168, '30d': 720 } as const;
export type Period = keyof typeof PERIODS;

const FIELDS = ['name', 'who', 'action', 'result', 'kind', 'target'] as const;
type Field = (typeof FIELDS)[number];

export interface ActivityFilter {
  values: Partial<Record<Field, string>>;
  period: Period | '';
  set(next: Partial<Record<Field | 'period', string>>): void;
  clear(): void;
  isEmpty: boolean;
}

/** The ledger's filter, kept in the address: it can be shared, and the export uses it too. */
export function useActivityFilter(): ActivityFilter {
  const { query: search, put, replace } = useAddress();
  const values = useMemo(
    () =>
      Object.fromEntries(FIELDS.flatMap((field) => (search.get(field) ? [[field, search.get(field) as string]] : []))),
    [search],
  );
  const periodParam = search.get('period') ?? '';
  const period: Period | '' = periodParam in PERIODS ? (periodParam as Period) : '';
  const clear = useCallback(() => replace({}), [replace]);
  return { values, period, set: put, clear, isEmpty: Object.keys(values).length === 0 && period === '' };
}

/** The filter as query parameters. Unknown values in the address are left out; a period ends now. */
export function queryOf(
  { values, period }: Pick<ActivityFilter, 'values' | 'period'>,
  now: number,
): OperationFilterInput {
  const since = period === '' ? {} : { since: new Date(now - PERIODS[period] * 3_600_000).toISOString() };
  const fields = Object.entries(values).filter(
    ([field, value]) => operationFilter.shape[field as Field].safeParse(value).success,
  );
  return { ...Object.fromEntries(fields), ...since };
}
