'use client';

import { useTranslations } from 'next-intl';
import { useFaultWords } from '#components/shell/fault-words';
import { CodeLine } from '#components/ui/code-line';
import { Notice } from '#components/ui/notice';
import { Panel } from '#components/ui/panel';
import { TimeAgo } from '#components/ui/time-ago';
import type { FeedAttempt } from '#lib/live/feed-status';

/** Nothing to show yet: what was tried, what came of it, and how to connect. */
export function NoEngine({ attempts }: { attempts: readonly FeedAttempt[] }) {
  const t = useTranslations('overview.noEngine');
  const wordsOf = useFaultWords();
  return (
    <div className="flex max-w-3xl flex-col gap-4">
      <Notice kind="danger" title={t('title')}>
        {t('why')}
      </Notice>
      <Panel title={t('tried')}>
        <ul className="flex flex-col gap-3">
          {attempts.map((attempt) => {
            const { what, next } = wordsOf(attempt.fault);
            return (
              <li key={attempt.endpoint}>
                <code className="break-all font-mono text-xs">{attempt.endpoint}</code>{' '}
                <TimeAgo at={attempt.at} className="text-ink-muted text-xs" />
                <p>
                  {what} <span className="text-ink-muted">{next}</span>
                </p>
                {attempt.fault.engineText && (
                  <p lang="en" className="font-mono text-ink-muted text-xs">
                    {attempt.fault.engineText}
                  </p>
                )}
              </li>
            );
          })}
        </ul>
      </Panel>
      <Panel title={t('how')}>
        <p className="mb-2">{t('local')}</p>
        <CodeLine code="DOCKER_HOST=unix:///var/run/docker.sock npm start" />
        <p className="mt-4 mb-2">{t('several')}</p>
        <CodeLine code="SWARM_MANAGERS='tcp://10.0.0.1:2376?tls=/certs/m1, tcp://10.0.0.2:2376?tls=/certs/m2' npm start" />
      </Panel>
    </div>
  );
}
