'use client';

import { Layers } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { ServiceCount } from '#components/services/service-count';
import { CodeLine } from '#components/ui/code-line';
import { EmptyState } from '#components/ui/empty-state';
import { Panel } from '#components/ui/panel';
import { StateGlyph } from '#components/ui/state-glyph';
import { TextLink, UiLink } from '#components/ui/ui-link';
import { fallsShort } from '#lib/domain/service/tally';
import type { ServiceRow } from '#lib/live/picture/service-row';
import { HEALTH_TONE, healthOfService } from '../services/service-health';
import { isShorter } from './shortfall';

const MOST = 8;

/** Services that run fewer tasks than they are asked to, the worst first. */
export function ShortServicesPanel({ services }: { services: readonly ServiceRow[] }) {
  const t = useTranslations('overview.services');
  const health = useTranslations('services.health');
  const short = services.filter((service) => fallsShort(service, service.tally)).sort(isShorter);
  return (
    <Panel
      flush
      title={t('title')}
      aside={services.length > 0 && t('of', { short: short.length, all: services.length })}
      actions={<TextLink href="/services">{t('all')}</TextLink>}
    >
      {services.length === 0 ? (
        <EmptyState icon={<Layers />} title={t('none.title')}>
          <p>{t('none.why')}</p>
          <CodeLine code="docker service create --name web --replicas 2 nginx" className="mt-3 text-left" />
        </EmptyState>
      ) : short.length === 0 ? (
        <p className="flex items-baseline gap-2 px-4 py-4 text-ink-muted">
          <StateGlyph tone="good" shape="tick" className="translate-y-px" />
          {t('well')}
        </p>
      ) : (
        <ul className="divide-y divide-line/70">
          {short.slice(0, MOST).map((service) => {
            const how = healthOfService(service);
            return (
              <li
                key={service.id}
                className="relative flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2 hover:bg-hover"
              >
                <StateGlyph tone={HEALTH_TONE[how]} />
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
          {short.length > MOST && (
            <li className="px-4 py-2">
              <TextLink href="/services?show=unhealthy">{t('more', { count: short.length - MOST })}</TextLink>
            </li>
          )}
        </ul>
      )}
    </Panel>
  );
}
