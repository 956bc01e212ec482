'use client';

import { useTranslations } from 'next-intl';
import { Breadcrumb } from '#components/ui/breadcrumb';
import { PageHeader } from '#components/ui/page-header';
import { LogScreen, type LogScreenProps } from './log-screen';

export interface NamedLogsProps extends Pick<LogScreenProps, 'of' | 'serviceId'> {
  service: string;
  /** For the logs of one task. */
  task?: string;
}

/** The logs under their breadcrumb and title. */
export function NamedLogs({ of, serviceId, service, task }: NamedLogsProps) {
  const t = useTranslations('logs');
  const services = useTranslations('services');
  const name = task ?? service;
  const ofService = { label: t('title'), href: `/services/${serviceId}/logs` };
  return (
    <>
      <PageHeader
        title={t('titleOf', { name })}
        breadcrumb={
          <Breadcrumb
            items={[
              { label: services('title'), href: '/services' },
              { label: service, href: `/services/${serviceId}` },
              ...(task === undefined ? [{ label: t('title') }] : [ofService, { label: task }]),
            ]}
          />
        }
      />
      <LogScreen of={of} serviceId={serviceId} label={t('linesOf', { name })} />
    </>
  );
}
