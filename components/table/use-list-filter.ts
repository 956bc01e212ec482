'use client';

import { useCallback } from 'react';
import { useAddress } from './use-address';

export interface ListFilter {
  text: string;
  /** Unhealthy ones only. */
  onlyUnhealthy: boolean;
  set: (next: { text?: string; onlyUnhealthy?: boolean }) => void;
}

/** A list's filter, kept in the address. */
export function useListFilter(): ListFilter {
  const { query, put } = useAddress();
  const set = useCallback(
    ({ text, onlyUnhealthy }: { text?: string; onlyUnhealthy?: boolean }) =>
      put({
        ...(text !== undefined && { q: text }),
        ...(onlyUnhealthy !== undefined && { show: onlyUnhealthy ? 'unhealthy' : null }),
      }),
    [put],
  );
  return { text: query.get('q') ?? '', onlyUnhealthy: query.get('show') === 'unhealthy', set };
}
