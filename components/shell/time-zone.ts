'use client';

import { useRouter } from 'next/navigation';
import { useTimeZone } from 'next-intl';
import { useEffect } from 'react';
import { remember } from './remember';

/** Sends the browser's time zone to the server, once: until then times are shown in UTC. */
export function TimeZone() {
  const current = useTimeZone();
  const { refresh } = useRouter();
  useEffect(() => {
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (!own || own === current || document.cookie.includes(`tz=${encodeURIComponent(own)}`)) return;
    remember('tz', own);
    refresh();
  }, [current, refresh]);
  return null;
}
