'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { useCallback } from 'react';

export interface ListFilter {
  text: string;
  /** Only what wants a look. */
  onlyUnhealthy: boolean;
  set: (next: { text?: string; onlyUnhealthy?: boolean }) => void;
}

/** A list's filter, kept in the address: it survives a reload and can be sent to a colleague. No step of the history each. */
export function useListFilter(): ListFilter {
  const query = useSearchParams();
  const path = usePathname();
  const text = query.get('q') ?? '';
  const onlyUnhealthy = query.get('show') === 'unhealthy';
  const set = useCallback(
    (next: { text?: string; onlyUnhealthy?: boolean }) => {
      const changed = new URLSearchParams(window.location.search);
      const put = (name: string, value: string | null) => (value ? changed.set(name, value) : changed.delete(name));
      if (next.text !== undefined) put('q', next.text);
      if (next.onlyUnhealthy !== undefined) put('show', next.onlyUnhealthy ? 'unhealthy' : null);
      const search = changed.toString();
      window.history.replaceState(null, '', search ? `${path}?${search}` : path);
    },
    [path],
  );
  return { text, onlyUnhealthy, set };
}
