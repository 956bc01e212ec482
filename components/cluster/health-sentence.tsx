'use client';

import { useLocale, useTranslations } from 'next-intl';
import { StateGlyph, type StateGlyphProps } from '#components/ui/state-glyph';
import { TextLink } from '#components/ui/ui-link';
import type { Health, HealthLevel, HealthReason } from '#lib/domain/cluster/health';
import { cn } from '../ui/class-names';

const LOOKS: Record<HealthLevel, StateGlyphProps> = {
  ok: { tone: 'good' },
  warning: { tone: 'warn' },
  critical: { tone: 'bad' },
};
const GROUND: Record<HealthLevel, string> = {
  ok: 'border-good-mark/35 bg-good-soft',
  warning: 'border-warn-mark/35 bg-warn-soft',
  critical: 'border-bad-mark/35 bg-bad-soft',
};

interface HealthSentenceProps {
  health: Health;
  /** False: what follows is the past, and is told as such. */
  isLive: boolean;
  className?: string;
}

/** How the swarm is, in one sentence, with the reasons why it is not well. A picture that stands still is never called calm. */
export function HealthSentence({ health, isLive, className }: HealthSentenceProps) {
  const t = useTranslations('overview.health');
  const level = isLive ? health.level : 'critical';
  return (
    <section aria-labelledby="health" className={cn('rounded-lg border px-4 py-3.5', GROUND[level], className)}>
      <h2 id="health" className="flex items-center gap-2.5 font-semibold text-lg">
        <StateGlyph {...LOOKS[level]} className="size-3" />
        {isLive ? t(`level.${health.level}`) : t('past')}
      </h2>
      {health.reasons.length > 0 && (
        <ul className="mt-2 flex flex-col gap-1.5">
          {health.reasons.map((reason) => (
            <li key={reason.kind} className="flex items-baseline gap-2">
              <StateGlyph {...LOOKS[reason.level]} className="translate-y-px" />
              <Reason reason={reason} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

const NAMED = 4;

function Reason({ reason }: { reason: HealthReason }) {
  const t = useTranslations('overview.health.reason');
  const locale = useLocale();
  const some = (names: string[]) =>
    new Intl.ListFormat(locale, { type: 'conjunction' }).format(
      names.length > NAMED ? [...names.slice(0, NAMED), t('more', { count: names.length - NAMED })] : names,
    );
  if ('services' in reason)
    return (
      <TextLink href="/services?show=unhealthy" className="text-ink decoration-line-strong">
        {t(reason.kind, { services: some(reason.services), count: reason.services.length })}
      </TextLink>
    );
  if ('nodes' in reason)
    return (
      <TextLink href="/nodes" className="text-ink decoration-line-strong">
        {t(reason.kind, { nodes: some(reason.nodes), count: reason.nodes.length })}
      </TextLink>
    );
  const { kind, level: _, ...values } = reason;
  return <span>{t(kind, values)}</span>;
}
