import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { UntilSeen } from '#components/cluster/until-seen';
import { NodeList } from '#components/nodes/node-list';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('nodes');
  return { title: t('title') };
}

export default async function NodesPage() {
  const t = await getTranslations('nodes');
  return (
    <UntilSeen title={t('title')}>
      <NodeList />
    </UntilSeen>
  );
}
