'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { useCallback } from 'react';

/** What of a screen stands in its address: it survives a reload and can be sent to a colleague. */
export interface Address {
  query: Pick<URLSearchParams, 'get'>;
  /** Puts these in; null or '' takes one out. No step of the history each. */
  put: (changes: Readonly<Record<string, string | null | undefined>>) => void;
  /** The same, and lets go of everything else. */
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
  // Read where it is written: several changes may come before the hook is drawn again.
  const put = useCallback<Address['put']>(
    (changes) => write(new URLSearchParams(window.location.search), changes),
    [write],
  );
  const replace = useCallback<Address['replace']>((only) => write(new URLSearchParams(), only), [write]);
  return { query, put, replace };
}
