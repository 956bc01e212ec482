'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { call } from '#components/api/call';
import { useConnection } from '#components/live/live-provider';
import { readSession } from '#lib/contract/session';
import { usePerson } from './person';

/**
 * The console drops the live connection of a session that is worth something else now; when it comes back, the frame asks
 * what, and is rendered anew for the new role, with the screen as it stands.
 */
export function FollowRole() {
  const { link } = useConnection();
  const { role, name } = usePerson();
  const { refresh } = useRouter();
  const lost = useRef(false);
  useEffect(() => {
    if (link === 'lost') lost.current = true;
    if (link !== 'connected' || !lost.current) return;
    lost.current = false;
    call(readSession, {}).then(
      ({ principal }) => {
        if (principal && (principal.role !== role || principal.name !== name)) refresh();
      },
      () => undefined,
    );
  }, [link, role, name, refresh]);
  return null;
}
