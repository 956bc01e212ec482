'use client';

import { useTranslations } from 'next-intl';
import { useId } from 'react';
import { OperationList } from '#components/activity/operation-list';
import { useConnection } from '#components/live/live-provider';
import { useNodes, useServices } from '#components/live/use-live';
import { freshnessOf } from '#components/shell/freshness';
import { cn } from '#components/ui/class-names';
import { PageHeader } from '#components/ui/page-header';
import { Skeleton, SkeletonRows } from '#components/ui/skeleton';
import { TextLink } from '#components/ui/ui-link';
import type { Node } from '#lib/domain/node/node';
import type { ServiceRow } from '#lib/live/picture/service-row';
import { ClockNotice } from './clock-notice';
import { HealthPanel } from './health-panel';
import { NodesPanel } from './nodes-panel';
import { QuorumPanel } from './quorum-panel';
import { SharedHostNotice } from './shared-host-notice';
import { UnhealthyServicesPanel } from './unhealthy-services-panel';
import { UntilSeen } from './until-seen';
import { UpdatesPanel } from './updates-panel';

/** The overview: health with reasons, quorum, unhealthy services, running updates, recent operations. */
export function Overview() {
  const t = useTranslations('overview');
  const nodes = useNodes();
  const services = useServices();
  return (
    <UntilSeen title={t('title')} coming={<Coming />}>
      <PageHeader title={t('title')} />
      <ClockNotice />
      {nodes && services ? <Glance nodes={nodes} services={services} /> : <Coming />}
    </UntilSeen>
  );
}

function Glance({ nodes, services }: { nodes: readonly Node[]; services: readonly ServiceRow[] }) {
  const isLive = freshnessOf(useConnection()) === 'live';
  return (
    <>
      <SharedHostNotice nodes={nodes} services={services} />
      <HealthPanel nodes={nodes} services={services} />
      {/* Without a live source the cards are grey, because they show the past. */}
      <div className={cn('grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]', !isLive && 'grayscale')}>
        <div className="flex min-w-0 flex-col gap-4">
          <UnhealthyServicesPanel services={services} />
          <UpdatesPanel services={services} />
          <LastActs />
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <QuorumPanel nodes={nodes} />
          <NodesPanel nodes={nodes} />
        </div>
      </div>
    </>
  );
}

/** The latest operations with their outcomes, each linked to its record. */
function LastActs() {
  const t = useTranslations('overview.acts');
  const id = useId();
  return (
    <section aria-labelledby={id} className="min-w-0">
      <div className="mb-2 flex items-baseline justify-between gap-3 px-1">
        <h2 id={id} className="font-semibold">
          {t('title')}
        </h2>
        <TextLink href="/activity">{t('all')}</TextLink>
      </div>
      <OperationList limit={8} />
    </section>
  );
}

/** Skeletons of the same layout, so that nothing jumps. */
function Coming() {
  return (
    <>
      <div className="mb-4 rounded-lg border border-line bg-surface px-4 py-3.5">
        <Skeleton className="mb-2 h-5 w-64 max-w-full" />
        <Skeleton className="h-4 w-44" />
      </div>
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
        {[6, 4].map((rows) => (
          <div key={rows} className="rounded-lg border border-line bg-surface">
            <SkeletonRows rows={rows} />
          </div>
        ))}
      </div>
    </>
  );
}
