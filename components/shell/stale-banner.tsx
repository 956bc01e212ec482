'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { useConnection } from '#components/live/live-provider';
import { LinkButton } from '#components/ui/button';
import { Notice } from '#components/ui/notice';
import { TimeAgo } from '#components/ui/time-ago';
import type { FaultCode } from '#lib/domain/fault';
import type { FeedAttempt } from '#lib/live/feed-status';
import { useFaultWords } from './fault-words';
import { type Freshness, freshnessOf } from './freshness';

/** A blink of the connection is the badge's to tell; a loss is told across the screen. */
const PATIENCE_MS = 1500;

/** What a person can mend by hand comes first; that a manager is away is then a part of it, or its consequence. */
const MOST_TELLING: readonly FaultCode[] = [
  'swarm_locked',
  'no_quorum',
  'wrong_cluster',
  'not_in_a_swarm',
  'not_a_manager',
];

const mostTelling = (attempts: readonly FeedAttempt[]): FeedAttempt | undefined =>
  MOST_TELLING.flatMap((code) => attempts.filter(({ fault }) => fault.code === code))[0] ?? attempts[0];

/** Says over every screen that what stands below it is the past, and since when. */
export function StaleBanner() {
  const t = useTranslations('shell.connection');
  const connection = useConnection();
  const wordsOf = useFaultWords();
  const freshness = usePatiently(freshnessOf(connection));
  if (freshness !== 'offline' && freshness !== 'interrupted' && freshness !== 'signed-out') return null;
  const reason = freshness === 'interrupted' ? mostTelling(connection.feed?.attempts ?? []) : undefined;
  const words = reason && wordsOf(reason.fault);
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
      {words && (
        <p className="mt-1">
          <span className="font-medium text-ink">{words.what}.</span> {words.why} {words.next}
        </p>
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
