'use client';

import { useTranslations } from 'next-intl';
import { CountMeter } from '#components/ui/count-meter';
import { isJob } from '#lib/domain/service/service';
import type { ServiceRow } from '#lib/live/picture/picture';
import { healthOfService } from './service-health';

/** Running of desired with what is on its way; of a job its completions. Failures are told while they still matter. */
export function ServiceCount({ service, className }: { service: ServiceRow; className?: string }) {
  const t = useTranslations('services.count');
  const { tally } = service;
  const job = isJob(service.mode);
  const health = healthOfService(service);
  const failing = (health === 'dark' || health === 'short') && tally.failed > 0;
  const label = [
    t(job ? 'completed' : 'running'),
    tally.starting > 0 && t('starting', { count: tally.starting }),
    failing && t('failed', { count: tally.failed }),
  ];
  return (
    <span className="inline-flex items-center gap-2">
      <CountMeter
        count={job ? tally.completed : tally.running}
        of={tally.desired}
        coming={job ? tally.running + tally.starting : tally.starting}
        tone={health === 'dark' ? 'bad' : health === 'short' ? (tally.starting > 0 ? 'busy' : 'warn') : undefined}
        label={label.filter(Boolean).join(', ')}
        className={className}
      />
      {failing && (
        <span aria-hidden="true" className="whitespace-nowrap text-bad-text text-xs tabular-nums">
          {t('failed', { count: tally.failed })}
        </span>
      )}
    </span>
  );
}
