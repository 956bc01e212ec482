'use client';

import { useTranslations } from 'next-intl';
import { StateMark } from '#components/ui/state-mark';
import { isJob } from '#lib/domain/service/service';
import { healthOfService } from '#lib/domain/service/service-health';
import type { ServiceRow } from '#lib/live/picture/service-row';
import { ServiceCount } from './service-count';

/** The service's tasks in numbers, the important ones larger. */
export function ServiceCounts({ service }: { service: ServiceRow }) {
  const t = useTranslations('services.counts');
  const { tally, mode } = service;
  const job = isJob(mode);
  const finished = healthOfService(service) === 'finished';
  const lost = tally.gaveUp || tally.failing;
  return (
    <section
      aria-label={t('title')}
      className="mb-4 flex flex-wrap items-center gap-x-6 gap-y-2 rounded-lg border border-line bg-surface px-4 py-3"
    >
      <div className="flex items-center gap-3">
        <span className="text-ink-muted text-xs">{t(job || finished ? 'completed' : 'running')}</span>
        <ServiceCount bare service={service} className="text-lg" />
      </div>
      <ul className="flex flex-wrap items-center gap-x-5 gap-y-1">
        {tally.crashing > 0 && (
          <li>
            <StateMark tone="bad">
              {t(tally.exitCode === null ? 'crashing' : 'crashingExit', {
                count: tally.crashing,
                code: tally.exitCode ?? 0,
              })}
            </StateMark>
          </li>
        )}
        {lost > 0 && tally.crashing === 0 && (
          <li>
            <StateMark tone="bad">
              {t(tally.exitCode === null ? 'lost' : 'lostExit', { count: lost, code: tally.exitCode ?? 0 })}
            </StateMark>
          </li>
        )}
        {!job && !finished && tally.completed > 0 && (
          <li>
            <StateMark tone="good" shape="tick">
              {t('finished', { count: tally.completed })}
            </StateMark>
          </li>
        )}
        {job && tally.running > 0 && (
          <li>
            <StateMark tone="good">{t('runningNow', { count: tally.running })}</StateMark>
          </li>
        )}
        {tally.starting > tally.pending && (
          <li>
            <StateMark tone="busy" moving>
              {t('starting', { count: tally.starting - tally.pending })}
            </StateMark>
          </li>
        )}
        {tally.pending > 0 && (
          <li>
            <StateMark tone="warn">{t('pending', { count: tally.pending })}</StateMark>
          </li>
        )}
        {tally.failed > 0 && (
          <li>
            <StateMark tone="off" shape="square">
              {t('failed', { count: tally.failed })}
            </StateMark>
          </li>
        )}
        {mode.kind === 'replicated-job' && (
          <li className="text-ink-muted">{t('atATime', { count: mode.maxConcurrent })}</li>
        )}
      </ul>
    </section>
  );
}
