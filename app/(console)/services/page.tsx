import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { UntilSeen } from '#components/cluster/until-seen';
import { ServiceList } from '#components/services/service-list';

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations('services'))('title'),
});

export default async function ServicesPage() {
  const t = await getTranslations('services');
  return (
    <UntilSeen title={t('title')}>
      <ServiceList />
    </UntilSeen>
  );
}
