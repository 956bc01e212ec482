import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { NodeList } from '#components/nodes/node-list';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('nodes');
  return { title: t('title') };
}

export default function NodesPage() {
  return <NodeList />;
}
