import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { ServiceList } from '#components/services/service-list';

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations('services'))('title'),
});

export default function ServicesPage() {
  return <ServiceList />;
}
