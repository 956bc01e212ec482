import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { UntilSeen } from '#components/cluster/until-seen';
import { NodeScreen } from '#components/nodes/node-screen';
import type { NodeId } from '#lib/domain/ids';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('nodes');
  return { title: t('one') };
}

export default async function NodePage({ params }: { params: Promise<{ nodeId: string }> }) {
  const { nodeId } = await params;
  const t = await getTranslations('nodes');
  return (
    <UntilSeen title={t('one')}>
      <NodeScreen id={nodeId as NodeId} />
    </UntilSeen>
  );
}
