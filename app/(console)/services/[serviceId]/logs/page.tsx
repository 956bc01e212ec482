import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { UntilSeen } from '#components/cluster/until-seen';
import { ServiceLogs } from '#components/logs/service-logs';
import type { ServiceId } from '#lib/domain/ids';

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslations('logs'))('title') });

export default async function ServiceLogsPage({ params }: { params: Promise<{ serviceId: string }> }) {
  const { serviceId } = await params;
  const t = await getTranslations('logs');
  return (
    <UntilSeen title={t('title')}>
      <ServiceLogs id={serviceId as ServiceId} />
    </UntilSeen>
  );
}
