'use client';

import { useTranslations } from 'next-intl';
import { PageHeader } from '#components/ui/page-header';
import { OperationList } from './operation-list';

/** Who did what to the swarm by this console, and what became of it. */
export function Activity() {
  const t = useTranslations('activity');
  return (
    <>
      <PageHeader title={t('title')}>{t('intro')}</PageHeader>
      <OperationList />
    </>
  );
}
