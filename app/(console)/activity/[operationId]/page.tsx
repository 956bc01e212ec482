import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { OperationDetail } from '#components/activity/operation-detail';
import type { OperationId } from '#lib/domain/ids';

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations('activity'))('titleOfOne'),
});

export default async function OperationPage({ params }: { params: Promise<{ operationId: string }> }) {
  const { operationId } = await params;
  return <OperationDetail id={operationId as OperationId} />;
}
