'use client';

import { useTranslations } from 'next-intl';
import { useService } from '#components/live/use-live';
import { Breadcrumb } from '#components/ui/breadcrumb';
import { LinkButton } from '#components/ui/button';
import { EmptyState } from '#components/ui/empty-state';
import { PageHeader } from '#components/ui/page-header';
import type { ServiceId } from '#lib/domain/ids';
import { LogScreen } from './log-screen';

/** What all tasks of a service write. */
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
  const name = service?.name ?? '…';
  return (
    <>
      <PageHeader
        title={t('titleOf', { name })}
        breadcrumb={
          <Breadcrumb
            items={[
              { label: services('title'), href: '/services' },
              { label: name, href: `/services/${id}` },
              { label: t('title') },
            ]}
          />
        }
      />
      <LogScreen of={{ kind: 'service', id }} serviceId={id} label={t('linesOf', { name })} />
    </>
  );
}
