'use client';

import { useTranslations } from 'next-intl';
import { ServiceCount } from '#components/services/service-count';
import { Panel } from '#components/ui/panel';
import { StateMark } from '#components/ui/state-mark';
import { TextLink } from '#components/ui/ui-link';
import { fallsShort } from '#lib/domain/service/tally';
import type { ServiceRow } from '#lib/live/picture/picture';

const SHOWN = 6;

/** Services that run less than they should, those that run nothing first. */
export function ShortServices({ services }: { services: readonly ServiceRow[] }) {
  const t = useTranslations('overview.short');
  const short = services
    .filter((service) => fallsShort(service, service.tally))
    .sort((a, b) => a.tally.running / a.tally.desired - b.tally.running / b.tally.desired);
  return (
    <Panel title={t('title')} aside={t('of', { short: short.length, services: services.length })}>
      {services.length === 0 && <p className="text-ink-muted">{t('noServices')}</p>}
      {services.length > 0 && short.length === 0 && <StateMark tone="good">{t('none')}</StateMark>}
      <ul className="flex flex-col divide-y divide-line">
        {short.slice(0, SHOWN).map((service) => (
          <li key={service.id} className="flex items-center justify-between gap-3 py-1.5 first:pt-0 last:pb-0">
            <TextLink href={`/services/${service.id}`} className="min-w-0 truncate text-ink decoration-line-strong">
              {service.name}
            </TextLink>
            <ServiceCount service={service} />
          </li>
        ))}
      </ul>
      {short.length > SHOWN && (
        <p className="mt-2">
          <TextLink href="/services?show=unhealthy">{t('more', { count: short.length - SHOWN })}</TextLink>
        </p>
      )}
    </Panel>
  );
}
