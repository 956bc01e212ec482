'use client';

import { useTranslations } from 'next-intl';
import { PageHeader } from '#components/ui/page-header';
import { ActivityFilters } from './activity-filters';
import { ExportMenu } from './export-menu';
import { OperationList } from './operation-list';
import { RetentionMenu, RetentionNotice } from './retention-dialog';
import { useActivityFilter } from './use-activity-filter';

/** Operations on the swarm, by this console or outside of it, with their outcomes. */
export function Activity() {
  const t = useTranslations('activity');
  const filter = useActivityFilter();
  return (
    <>
      <PageHeader
        title={t('title')}
        actions={
          <>
            <RetentionMenu />
            <ExportMenu filter={filter} />
          </>
        }
      >
        {t('intro')}
      </PageHeader>
      <RetentionNotice />
      <ActivityFilters filter={filter} />
      <OperationList filter={filter} />
    </>
  );
}
