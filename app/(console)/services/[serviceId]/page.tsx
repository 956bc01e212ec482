import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { UntilSeen } from '#components/cluster/until-seen';
import { ServiceDetail } from '#components/services/service-detail';
import type { ServiceId } from '#lib/domain/ids';

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations('services'))('titleOfOne'),
});

export default async function ServicePage({ params }: { params: Promise<{ serviceId: string }> }) {
  const { serviceId } = await params;
  const t = await getTranslations('services');
  return (
    <UntilSeen title={t('titleOfOne')}>
      <ServiceDetail id={serviceId as ServiceId} />
    </UntilSeen>
  );
}
