'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { call } from '#components/api/call';
import { useConnection } from '#components/live/live-provider';
import { readSession } from '#lib/contract/session';
import { usePerson } from './person';

/**
 * The console closes the live connection of a session whose role changed; after the reconnect the frame is rendered for
 * the new role, and the screen keeps its state.
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
