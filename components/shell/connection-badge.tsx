'use client';

import { useTranslations } from 'next-intl';
import { useConnection } from '#components/live/live-provider';
import { DefinitionList } from '#components/ui/definition-list';
import { Popover } from '#components/ui/popover';
import { StateGlyph } from '#components/ui/state-glyph';
import { TimeAgo } from '#components/ui/time-ago';
import { TONE_TEXT } from '#components/ui/tone';
import { type FaultWords, useFaultWords } from './fault-words';
import { FRESHNESS_TONE, freshnessOf } from './freshness';

/** How fresh the screen's data are, and why. Always visible. */
export function ConnectionBadge() {
  const t = useTranslations('shell.connection');
  const wordsOf = useFaultWords();
  const connection = useConnection();
  const freshness = freshnessOf(connection);
  const tone = FRESHNESS_TONE[freshness];
  const { feed, freshAt } = connection;
  const lost = freshness === 'offline' ? connection.linkSince : connection.phaseSince;
  return (
    <>
      {/* Outside of the button, because its content is its name, and changes of a name are not announced. */}
      <span role="status" className="sr-only">
        {t(`long.${freshness}`)}
      </span>
      <Popover
        label={t('title')}
        trigger={
          <button
            type="button"
            className="target inline-flex h-7 items-center gap-1.5 rounded-md px-2 text-xs transition-colors hover:bg-hover data-[state=open]:bg-hover"
          >
            <StateGlyph tone={tone} moving={freshness === 'starting'} className="size-2.5" />
            <span className={TONE_TEXT[tone]}>{t(`short.${freshness}`)}</span>
            {freshness === 'live' && feed && (
              <span className="text-ink-muted max-sm:hidden">· {t(`sourceShort.${feed.source}`)}</span>
            )}
            {freshness !== 'live' && freshness !== 'starting' && freshAt !== null && (
              <span className="text-ink-muted max-sm:hidden">
                {t('lastState')} <TimeAgo at={freshAt} />
              </span>
            )}
          </button>
        }
      >
        <p className="font-semibold text-sm">{t(`long.${freshness}`)}</p>
        <p className="mt-1 mb-3 text-ink-muted text-xs">{t(`meaning.${freshness}`)}</p>
        <DefinitionList
          items={[
            { key: 'source', term: t('sourceTerm'), value: feed && t(`source.${feed.source}`) },
            { key: 'fresh', term: t('confirmed'), value: freshAt !== null && <TimeAgo at={freshAt} /> },
            {
              key: 'every',
              term: t(feed?.source === 'watch' ? 'provenEvery' : 'every'),
              value: feed?.phase === 'live' ? t('seconds', { seconds: feed.intervalMs / 1000 }) : null,
            },
            {
              key: 'since',
              term: t('since'),
              value: freshness !== 'live' && lost !== null && <TimeAgo at={lost} />,
            },
            {
              key: 'endpoint',
              term: t('endpoint'),
              value: feed?.endpoint && <code className="break-all font-mono text-xs">{feed.endpoint}</code>,
            },
            { key: 'api', term: t('api'), value: feed?.apiVersion },
          ].filter((item) => item.value)}
        />
        {feed?.phase === 'live' && feed.watch && <WhyPolled fault={wordsOf(feed.watch)} />}
        {feed && feed.phase !== 'live' && feed.attempts.length > 0 && (
          <>
            <p className="mt-3 font-medium text-xs">{t('tried')}</p>
            <ul className="mt-1 flex flex-col gap-1.5">
              {feed.attempts.map((attempt) => (
                <li key={attempt.endpoint} className="text-xs">
                  <code className="break-all font-mono">{attempt.endpoint}</code>
                  <span className="block text-ink-muted">{wordsOf(attempt.fault).what}</span>
                </li>
              ))}
            </ul>
          </>
        )}
      </Popover>
    </>
  );
}

/** Why changes arrive late, and what would help. */
function WhyPolled({ fault }: { fault: FaultWords }) {
  const t = useTranslations('shell.connection');
  return (
    <>
      <p className="mt-3 font-medium text-xs">{t('whyPolled')}</p>
      <p className="mt-1 break-words text-xs">{fault.what}</p>
      <p className="mt-1 text-ink-muted text-xs">{fault.why}</p>
      <p className="mt-1 text-ink-muted text-xs">{fault.next}</p>
    </>
  );
}
