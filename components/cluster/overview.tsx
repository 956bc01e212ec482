'use client';

import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { OperationList } from '#components/activity/operation-list';
import { useConnection } from '#components/live/live-provider';
import { useNodes, useServices } from '#components/live/use-live';
import { PageHeader } from '#components/ui/page-header';
import { SkeletonRows } from '#components/ui/skeleton';
import { TextLink } from '#components/ui/ui-link';
import { healthOf } from '#lib/domain/cluster/health';
import { freshnessOf } from '../shell/freshness';
import { HealthSentence } from './health-sentence';
import { NoEngine } from './no-engine';
import { NodesPanel } from './nodes-panel';
import { QuorumPanel } from './quorum-panel';
import { ShortServices } from './short-services';
import { UpdatesInFlight } from './updates-in-flight';

/** The swarm at a glance: whether it is well and why not, what moves, what was done last. */
export function Overview() {
  const t = useTranslations('overview');
  const nodes = useNodes();
  const services = useServices();
  const connection = useConnection();
  const freshness = freshnessOf(connection);
  const health = useMemo(
    () =>
      nodes &&
      services &&
      healthOf(
        nodes,
        services.map((service) => ({ service, tally: service.tally })),
      ),
    [nodes, services],
  );
  if (freshness === 'no-engine')
    return (
      <>
        <PageHeader title={t('title')} />
        <NoEngine attempts={connection.feed?.attempts ?? []} />
      </>
    );
  if (!nodes || !services || !health || nodes.length === 0)
    return (
      <>
        <PageHeader title={t('title')} />
        <SkeletonRows rows={10} />
      </>
    );
  return (
    <>
      <PageHeader title={t('title')} />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <HealthSentence health={health} isLive={freshness === 'live'} className="lg:col-span-2" />
        <QuorumPanel nodes={nodes} />
        <NodesPanel nodes={nodes} />
        <ShortServices services={services} />
        <UpdatesInFlight services={services} />
        <section aria-labelledby="last-acts" className="min-w-0 lg:col-span-2">
          <div className="mb-2 flex items-baseline justify-between">
            <h2 id="last-acts" className="font-semibold">
              {t('acts.title')}
            </h2>
            <TextLink href="/activity" className="text-sm">
              {t('acts.all')}
            </TextLink>
          </div>
          <OperationList limit={6} />
        </section>
      </div>
    </>
  );
}
