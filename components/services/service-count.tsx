'use client';

import { useTranslations } from 'next-intl';
import { CountMeter } from '#components/ui/count-meter';
import { isJob } from '#lib/domain/service/service';
import type { Tally } from '#lib/domain/service/tally';
import type { ServiceRow } from '#lib/live/picture/service-row';
import { cn } from '../ui/class-names';
import { TONE_TEXT, type Tone } from '../ui/tone';
import { healthOfService } from './service-health';

export interface ServiceCountProps {
  service: ServiceRow;
  /** The meter alone, where the rest stands beside it. */
  bare?: boolean;
  className?: string;
}

/** Running of desired with what is on its way; of a job its completions. Failures and waiting tasks in a word. */
export function ServiceCount({ service, bare, className }: ServiceCountProps) {
  const t = useTranslations('services.count');
  const { tally } = service;
  const job = isJob(service.mode);
  const health = healthOfService(service);
  const troubled = health === 'dark' || health === 'short';
  const remark = remarkOf(tally, troubled);
  const label = [
    t(job ? 'completed' : 'running'),
    tally.starting > tally.pending && t('starting', { count: tally.starting - tally.pending }),
    remark && t(remark.word, { count: remark.count }),
  ];
  return (
    <span className="inline-flex items-center gap-2">
      <CountMeter
        count={job ? tally.completed : tally.running}
        of={tally.desired}
        coming={tally.starting - tally.pending + (job ? tally.running : 0)}
        tone={health === 'dark' ? 'bad' : health === 'short' ? (tally.starting > 0 ? 'busy' : 'warn') : undefined}
        label={label.filter(Boolean).join(', ')}
        className={className}
      />
      {remark && !bare && (
        <span aria-hidden="true" className={cn('whitespace-nowrap text-xs tabular-nums', TONE_TEXT[remark.tone])}>
          {t(remark.word, { count: remark.count })}
        </span>
      )}
    </span>
  );
}

/** What a person should know beside the count. Failures stay worth a quiet word while the swarm remembers them: a crash loop runs now and then. */
function remarkOf(tally: Tally, troubled: boolean): { word: 'failed' | 'pending'; count: number; tone: Tone } | null {
  if (tally.failed > 0) return { word: 'failed', count: tally.failed, tone: troubled ? 'bad' : 'off' };
  return tally.pending > 0 ? { word: 'pending', count: tally.pending, tone: 'warn' } : null;
}
