import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { UntilSeen } from '#components/cluster/until-seen';
import { HiveScreen } from '#components/hive/hive';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('hive');
  return { title: t('title') };
}

export default async function HivePage() {
  const t = await getTranslations('hive');
  return (
    <UntilSeen title={t('title')}>
      <HiveScreen />
    </UntilSeen>
  );
}
