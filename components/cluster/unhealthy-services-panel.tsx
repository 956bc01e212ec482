'use client';

import { Layers } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { HEALTH_LOOKS } from '#components/services/health-looks';
import { ServiceCount } from '#components/services/service-count';
import { CodeLine } from '#components/ui/code-line';
import { EmptyState } from '#components/ui/empty-state';
import { Panel } from '#components/ui/panel';
import { StateGlyph } from '#components/ui/state-glyph';
import { TextLink, UiLink } from '#components/ui/ui-link';
import { byUrgency } from '#lib/domain/cluster/shortfall';
import { healthOfService, isUnhealthy } from '#lib/domain/service/service-health';
import type { ServiceRow } from '#lib/live/picture/service-row';

const MOST = 8;

/** Unhealthy services, the worst first: the same that the list's filter shows. */
export function UnhealthyServicesPanel({ services }: { services: readonly ServiceRow[] }) {
  const t = useTranslations('overview.services');
  const health = useTranslations('services.health');
  const unhealthy = services.filter((service) => isUnhealthy(healthOfService(service))).sort(byUrgency);
  return (
    <Panel
      flush
      title={t('title')}
      aside={services.length > 0 && t('of', { count: unhealthy.length, all: services.length })}
      actions={<TextLink href="/services">{t('all')}</TextLink>}
    >
      {services.length === 0 ? (
        <EmptyState icon={<Layers />} title={t('none.title')}>
          <p>{t('none.why')}</p>
          <CodeLine code="docker service create --name web --replicas 2 nginx" className="mt-3 text-left" />
        </EmptyState>
      ) : unhealthy.length === 0 ? (
        <p className="flex items-baseline gap-2 px-4 py-4 text-ink-muted">
          <StateGlyph tone="good" shape="tick" className="translate-y-px" />
          {t('well')}
        </p>
      ) : (
        <ul className="divide-y divide-line/70">
          {unhealthy.slice(0, MOST).map((service) => {
            const how = healthOfService(service);
            return (
              <li
                key={service.id}
                className="relative flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2 hover:bg-hover"
              >
                <StateGlyph {...HEALTH_LOOKS[how]} />
                <span className="min-w-0 flex-1 basis-40">
                  <UiLink
                    href={`/services/${service.id}`}
                    className="font-medium text-ink [overflow-wrap:anywhere] after:absolute after:inset-0 after:content-['']"
                  >
                    {service.name}
                  </UiLink>
                  <span className="ml-2 whitespace-nowrap text-ink-muted text-xs">{health(how)}</span>
                </span>
                <ServiceCount service={service} />
              </li>
            );
          })}
          {unhealthy.length > MOST && (
            <li className="px-4 py-2">
              <TextLink href="/services?show=unhealthy">{t('more', { count: unhealthy.length - MOST })}</TextLink>
            </li>
          )}
        </ul>
      )}
    </Panel>
  );
}
