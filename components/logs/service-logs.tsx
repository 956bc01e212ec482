'use client';

import { useTranslations } from 'next-intl';
import { useService } from '#components/live/use-live';
import { LinkButton } from '#components/ui/button';
import { EmptyState } from '#components/ui/empty-state';
import type { ServiceId } from '#lib/domain/ids';
import { NamedLogs } from './named-logs';

/** The logs of all tasks of a service. */
export function ServiceLogs({ id }: { id: ServiceId }) {
  const t = useTranslations('logs');
  const services = useTranslations('services');
  const service = useService(id);
  if (service === null)
    return (
      <>
        <h1 className="sr-only">{t('title')}</h1>
        <EmptyState
          title={services('gone.unknown.title')}
          actions={<LinkButton href="/services">{services('gone.back')}</LinkButton>}
        >
          {services('gone.unknown.why')}
        </EmptyState>
      </>
    );
  return <NamedLogs of={{ kind: 'service', id }} serviceId={id} service={service?.name ?? '…'} />;
}
