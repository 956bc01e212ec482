'use client';

import { useTranslations } from 'next-intl';
import { cn } from '#components/ui/class-names';
import { CountMeter } from '#components/ui/count-meter';
import { TONE_TEXT, type Tone } from '#components/ui/tone';
import { isJob } from '#lib/domain/service/service';
import { healthOfService, isUnhealthy, type ServiceHealth } from '#lib/domain/service/service-health';
import type { Tally } from '#lib/domain/service/tally';
import type { ServiceRow } from '#lib/live/picture/service-row';
import { HEALTH_LOOKS } from './health-looks';

export interface ServiceCountProps {
  service: ServiceRow;
  /** The meter only, where the rest is shown elsewhere. */
  bare?: boolean;
  className?: string;
}

/**
 * Running of desired tasks, with those on their way; completed ones count too. One word for failures and waiting tasks.
 */
export function ServiceCount({ service, bare, className }: ServiceCountProps) {
  const t = useTranslations('services.count');
  const { tally } = service;
  const job = isJob(service.mode);
  const health = healthOfService(service);
  const remark = remarkOf(tally, health);
  const word = remark && t(remark.word, { count: remark.count, code: remark.code ?? 0 });
  const label = [
    t(job || health === 'finished' ? 'completed' : 'running'),
    !job && health !== 'finished' && tally.completed > 0 && t('finished', { count: tally.completed }),
    tally.starting > tally.pending && t('starting', { count: tally.starting - tally.pending }),
    word,
  ];
  return (
    <span className="inline-flex items-center gap-2">
      <CountMeter
        count={tally.completed + (job ? 0 : tally.running)}
        of={tally.desired}
        coming={tally.starting - tally.pending + (job ? tally.running : 0)}
        tone={toneOf(health, tally)}
        label={label.filter(Boolean).join(', ')}
        className={className}
      />
      {remark && !bare && (
        <span aria-hidden="true" className={cn('whitespace-nowrap text-xs tabular-nums', TONE_TEXT[remark.tone])}>
          {word}
        </span>
      )}
    </span>
  );
}

function toneOf(health: ServiceHealth, { starting }: Tally): Tone | undefined {
  if (health === 'short') return starting > 0 ? 'busy' : 'warn';
  return health === 'dark' || health === 'crashing' || health === 'failed' ? HEALTH_LOOKS[health].tone : undefined;
}

interface Remark {
  word: 'crashing' | 'crashingExit' | 'failed' | 'failedExit' | 'pending';
  count: number;
  code?: number | null;
  tone: Tone;
}

/** The remark beside the count. Failures are mentioned while the swarm remembers them. */
function remarkOf(tally: Tally, health: ServiceHealth): Remark | null {
  const { exitCode: code } = tally;
  if (tally.crashing > 0)
    return { word: code === null ? 'crashing' : 'crashingExit', count: tally.crashing, code, tone: 'bad' };
  const lost = tally.gaveUp || tally.failing;
  if (lost > 0) return { word: code === null ? 'failed' : 'failedExit', count: lost, code, tone: 'bad' };
  if (tally.failed > 0) return { word: 'failed', count: tally.failed, tone: isUnhealthy(health) ? 'bad' : 'off' };
  return tally.pending > 0 ? { word: 'pending', count: tally.pending, tone: 'warn' } : null;
}
