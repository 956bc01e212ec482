'use client';

import { useRouter } from 'next/navigation';
import { useTimeZone } from 'next-intl';
import { useEffect } from 'react';
import { remember } from './remember';

/** Sends the browser's time zone to the server, once: until then times are shown in UTC. */
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
