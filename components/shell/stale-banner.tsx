'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { useConnection } from '#components/live/live-provider';
import { LinkButton } from '#components/ui/button';
import { Notice } from '#components/ui/notice';
import { TimeAgo } from '#components/ui/time-ago';
import { type Freshness, freshnessOf } from './freshness';

/** A blink of the connection is the badge's to tell; a loss is told across the screen. */
const PATIENCE_MS = 1500;

/** Says over every screen that what stands below it is the past, and since when. */
export function StaleBanner() {
  const t = useTranslations('shell.connection');
  const connection = useConnection();
  const freshness = usePatiently(freshnessOf(connection));
  if (freshness !== 'offline' && freshness !== 'interrupted' && freshness !== 'signed-out') return null;
  return (
    <Notice
      live
      kind="danger"
      title={t(`long.${freshness}`)}
      className="mb-4"
      actions={
        freshness === 'signed-out' && (
          <LinkButton href="/sign-in" look="primary">
            {t('signInAgain')}
          </LinkButton>
        )
      }
    >
      {t(`meaning.${freshness}`)}{' '}
      {connection.freshAt !== null && (
        <span className="text-ink-muted">
          {t('lastState')} <TimeAgo at={connection.freshAt} />
        </span>
      )}
    </Notice>
  );
}

function usePatiently(now: Freshness): Freshness {
  const [told, setTold] = useState<Freshness>('starting');
  useEffect(() => {
    const timer = setTimeout(() => setTold(now), now === 'live' ? 0 : PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [now]);
  return told;
}
