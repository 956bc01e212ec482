'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { useConnection } from '#components/live/live-provider';
import { useNodes } from '#components/live/use-live';
import { LinkButton } from '#components/ui/button';
import { Notice } from '#components/ui/notice';
import { TimeAgo } from '#components/ui/time-ago';
import type { FaultCode } from '#lib/domain/fault';
import type { NodeId } from '#lib/domain/ids';
import { isManager, type Node } from '#lib/domain/node/node';
import { nodeNames } from '#lib/domain/node/node-name';
import { quorumByAnswers } from '#lib/domain/node/quorum';
import type { FeedAttempt } from '#lib/live/feed-status';
import { useFaultWords } from './fault-words';
import { type Freshness, freshnessOf } from './freshness';
import { useHeldLinks } from './use-held-links';

/** A short interruption is shown by the badge only; a longer one by the banner. */
const PATIENCE_MS = 1500;

/** What a person can mend comes first, because a lost manager is often part or consequence of it. */
const MOST_USEFUL: readonly FaultCode[] = [
  'swarm_locked',
  'no_quorum',
  'wrong_cluster',
  'not_in_a_swarm',
  'not_a_manager',
];

/** A banner on every screen while its data are stale, with the time since when. */
export function StaleBanner() {
  const t = useTranslations('shell.connection');
  const connection = useConnection();
  const freshness = usePatiently(freshnessOf(connection));
  const isHeld = useHeldLinks(connection.link === 'lost');
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
      {isHeld && <p className="mt-1 text-ink">{t('held')}</p>}
      {freshness === 'interrupted' && <Managers attempts={connection.feed?.attempts ?? []} />}
    </Notice>
  );
}

/** What each manager answered, and what it means for the quorum. Advice only for what a person can mend. */
function Managers({ attempts }: { attempts: readonly FeedAttempt[] }) {
  const t = useTranslations('shell.connection');
  const wordsOf = useFaultWords();
  const nodes = useNodes() ?? [];
  const managers = nodes.filter(isManager);
  const calls = nodeNames(nodes);
  const quorum = quorumByAnswers(managers.length, attempts);
  const useful = MOST_USEFUL.flatMap((code) => attempts.filter(({ fault }) => fault.code === code))[0];
  const mendable = useful && wordsOf(useful.fault);
  if (attempts.length === 0) return null;
  return (
    <>
      {managers.length > 0 && quorum.spare < 0 && (
        <p className="mt-1 font-medium text-ink">{t('quorumLost', { ...quorum })}</p>
      )}
      {mendable && (
        <p className="mt-1">
          <span className="font-medium text-ink">{mendable.what}.</span> {mendable.why} {mendable.next}
        </p>
      )}
      <ul aria-label={t('managers')} className="mt-1.5 flex flex-col gap-0.5">
        {attempts.map(({ endpoint, fault }) => (
          <li key={endpoint}>
            <code className="break-all font-mono text-xs">{nameOf(endpoint, managers, calls)}</code>:{' '}
            {wordsOf(fault).what}
          </li>
        ))}
      </ul>
    </>
  );
}

/** The node's name where its address is in the endpoint; else the endpoint as configured. */
function nameOf(endpoint: string, managers: readonly Node[], calls: ReadonlyMap<NodeId, string>): string {
  const manager = managers.find(({ address }) => address !== '' && endpoint.includes(`//${address}:`));
  return (manager && calls.get(manager.id)) ?? endpoint;
}

function usePatiently(now: Freshness): Freshness {
  const [shown, setShown] = useState<Freshness>('starting');
  useEffect(() => {
    const timer = setTimeout(() => setShown(now), now === 'live' ? 0 : PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [now]);
  return shown;
}
