'use client';

import { useRouter } from 'next/navigation';
import { useTimeZone } from 'next-intl';
import { useEffect } from 'react';
import { remember } from './remember';

/** Tells the server the browser's time zone, once: until then times are told in UTC. */
export function TimeZone() {
  const told = useTimeZone();
  const { refresh } = useRouter();
  useEffect(() => {
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (!own || own === told || document.cookie.includes(`tz=${encodeURIComponent(own)}`)) return;
    remember('tz', own);
    refresh();
  }, [told, refresh]);
  return null;
}
