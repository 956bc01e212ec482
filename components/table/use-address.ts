'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { useCallback } from 'react';

/** A screen's state in its address: it survives a reload and can be shared. */
export interface Address {
  query: Pick<URLSearchParams, 'get'>;
  /** Sets these; null or '' removes one. Makes no history entry. */
  put: (changes: Readonly<Record<string, string | null | undefined>>) => void;
  /** The same, and removes all others. */
  replace: (only: Readonly<Record<string, string | null | undefined>>) => void;
}

export function useAddress(): Address {
  const query = useSearchParams();
  const path = usePathname();
  const write = useCallback(
    (search: URLSearchParams, changes: Readonly<Record<string, string | null | undefined>>) => {
      for (const [name, value] of Object.entries(changes)) value ? search.set(name, value) : search.delete(name);
      window.history.replaceState(null, '', search.size > 0 ? `${path}?${search}` : path);
    },
    [path],
  );
  // Read from the window, because several changes may be made before the next render.
  const put = useCallback<Address['put']>(
    (changes) => write(new URLSearchParams(window.location.search), changes),
    [write],
  );
  const replace = useCallback<Address['replace']>((only) => write(new URLSearchParams(), only), [write]);
  return { query, put, replace };
}
