'use client';

import { useSearchParams } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { usePerson } from '#components/shell/person';
import type { Verb } from '#lib/domain/access/roles';
import { may } from '#lib/domain/access/roles';

/** Opens the dialog of the address (`?do=drain`), once, for people with the right; a link alone never acts. */
export function useActOfAddress<Name extends string>(
  open: (name: Name) => void,
  names: readonly Name[],
  verb: Verb,
): void {
  const query = useSearchParams();
  const requested = names.find((name) => name === query.get('do'));
  const isAllowed = may(usePerson().role, verb);
  const latest = useRef(open);
  latest.current = open;
  useEffect(() => {
    if (requested === undefined) return;
    const rest = new URLSearchParams(window.location.search);
    rest.delete('do');
    window.history.replaceState(null, '', `${window.location.pathname}${rest.size > 0 ? `?${rest}` : ''}`);
    if (isAllowed) latest.current(requested);
  }, [requested, isAllowed]);
}
