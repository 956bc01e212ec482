'use client';

import { useTranslations } from 'next-intl';
import { useMemo, useRef, useState } from 'react';
import { OperationList } from '#components/activity/operation-list';
import { TaskHistory } from '#components/history/task-history';
import { useNodes, useService, useTasksOfService } from '#components/live/use-live';
import { useActOfAddress } from '#components/plan/use-act-of-address';
import { usePerson } from '#components/shell/person';
import { useAddress } from '#components/table/use-address';
import { TaskSlots } from '#components/tasks/task-slots';
import { Breadcrumb } from '#components/ui/breadcrumb';
import { Button, LinkButton } from '#components/ui/button';
import { EmptyState } from '#components/ui/empty-state';
import { PageHeader } from '#components/ui/page-header';
import { ShortId } from '#components/ui/short-id';
import { Skeleton, SkeletonRows } from '#components/ui/skeleton';
import { StateMark } from '#components/ui/state-mark';
import { Tabs } from '#components/ui/tabs';
import type { RevisionRow } from '#lib/contract/services';
import { may } from '#lib/domain/access/roles';
import type { ServiceId } from '#lib/domain/ids';
import { wayBackFrom } from '#lib/domain/rollout/way-back';
import { isUpdateStuck } from '#lib/domain/service/service';
import { healthOfService } from '#lib/domain/service/service-health';
import type { ServiceRow } from '#lib/live/picture/service-row';
import { HEALTH_LOOKS } from './health-looks';
import { ImageText } from './image-text';
import { RevisionList } from './revision-list';
import { RollbackDialog } from './rollback-dialog';
import { ScaleDialog } from './scale-dialog';
import { type OpenedAct, SERVICE_ACTS, ServiceActs } from './service-acts';
import { ServiceCounts } from './service-counts';
import { ServiceFacts } from './service-facts';
import { UpdateDialog } from './update-dialog';
import { UpdateStatusPanel } from './update-status-panel';
import { useRevisions } from './use-revisions';

/** One service, live: tasks, update, spec, revisions, history and actions. */
export function ServiceDetail({ id }: { id: ServiceId }) {
  const service = useService(id);
  const last = useRef<ServiceRow | null>(null);
  if (service) last.current = service;
  if (service === undefined) return <Coming />;
  if (service === null) return <Gone was={last.current} />;
  return <Present service={service} />;
}

const TABS = ['tasks', 'history', 'settings', 'revisions', 'activity'] as const;
type Tab = (typeof TABS)[number];

function Present({ service }: { service: ServiceRow }) {
  const t = useTranslations('services');
  const tasks = useTasksOfService(service.id);
  const nodes = useNodes();
  const byId = useMemo(() => new Map(nodes?.map((node) => [node.id, node])), [nodes]);
  const revisions = useRevisions(service);
  const [opened, setOpened] = useState<OpenedAct | null>(null);
  useActOfAddress((act) => setOpened({ act }), SERVICE_ACTS, 'service:scale');
  const [tab, setTab] = useTab();
  const mayRollBack = may(usePerson().role, 'service:rollback');
  const back = wayBackFrom(revisions.data ?? []);
  const health = healthOfService(service);
  const dialog = {
    service,
    revisions: revisions.data ?? [],
    onRollback: mayRollBack && back ? () => setOpened({ act: 'rollback', revision: back.number }) : null,
    onClose: () => setOpened(null),
  };

  return (
    <>
      <PageHeader
        title={service.name}
        breadcrumb={<Breadcrumb items={[{ label: t('title'), href: '/services' }, { label: service.name }]} />}
        state={<StateMark {...HEALTH_LOOKS[health]}>{t(`health.${health}`)}</StateMark>}
        actions={
          <ServiceActs
            service={service}
            mayGoBack={revisions.data?.some(({ current }) => !current)}
            onAsk={setOpened}
          />
        }
      >
        <ul aria-label={t('facts.title')} className="flex flex-wrap items-baseline gap-x-2 gap-y-0.5">
          <li>
            <ImageText image={service.image} />
          </li>
          <li className="before:mr-2 before:text-ink-faint before:content-['·']">{t(`mode.${service.mode.kind}`)}</li>
          {service.stack && (
            <li className="before:mr-2 before:text-ink-faint before:content-['·']">
              {t('inStack', { stack: service.stack })}
            </li>
          )}
          <li className="before:mr-2 before:text-ink-faint before:content-['·']">
            <ShortId id={service.id} copyLabel={t('facts.copyId')} />
          </li>
        </ul>
      </PageHeader>

      <ServiceCounts service={service} />
      <UpdateStatusPanel
        service={service}
        tasks={tasks}
        nodes={byId}
        restored={restoredBy(revisions.data?.[0])}
        ways={
          isUpdateStuck(service) && (
            <>
              {back && (
                <Button
                  look="primary"
                  disabled={!mayRollBack}
                  onClick={() => setOpened({ act: 'rollback', revision: back.number })}
                >
                  {t('update.goBack', { number: back.number })}
                </Button>
              )}
              <Button onClick={() => setTab('revisions')}>{t('update.otherRevision')}</Button>
            </>
          )
        }
      />

      <Tabs
        label={t('tab.title')}
        value={tab}
        onValueChange={setTab}
        items={[
          {
            value: 'tasks',
            label: t('tab.tasks'),
            panel: (
              <TaskSlots
                tasks={tasks}
                by={service.mode.kind === 'global' || service.mode.kind === 'global-job' ? 'node' : 'slot'}
                image={service.image}
                crashing={service.tally.crashing > 0}
                caption={t('tasksOf', { name: service.name })}
              />
            ),
          },
          {
            value: 'history',
            label: t('tab.history'),
            panel: (
              <TaskHistory
                serviceId={service.id}
                by={service.mode.kind === 'global' || service.mode.kind === 'global-job' ? 'node' : 'slot'}
              />
            ),
          },
          { value: 'settings', label: t('tab.settings'), panel: <ServiceFacts service={service} /> },
          {
            value: 'revisions',
            label: t('tab.revisions'),
            count: revisions.data?.length,
            panel: (
              <RevisionList
                serviceId={service.id}
                revisions={revisions}
                onRollback={mayRollBack ? ({ number }) => setOpened({ act: 'rollback', revision: number }) : null}
              />
            ),
          },
          { value: 'activity', label: t('tab.activity'), panel: <OperationList target={service.id} /> },
        ]}
      />

      {opened?.act === 'scale' && <ScaleDialog {...dialog} />}
      {opened?.act === 'update' && <UpdateDialog {...dialog} />}
      {opened?.act === 'rollback' && (
        <RollbackDialog key={opened.revision} {...dialog} first={opened.revision ?? back?.number ?? null} />
      )}
    </>
  );
}

/** The selected tab, kept in the address. */
function useTab(): [Tab, (tab: Tab) => void] {
  const { query, replace } = useAddress();
  const tab = TABS.find((known) => known === query.get('tab')) ?? 'tasks';
  return [tab, (next) => replace({ tab: next === 'tasks' ? null : next })];
}

/** The earlier revision that the newest one restored. */
const restoredBy = (newest: RevisionRow | undefined) =>
  newest && newest.restores !== null ? { number: newest.restores, by: newest.by } : null;

function Coming() {
  return (
    <>
      <Skeleton className="mb-2 h-3 w-32" />
      <Skeleton className="mb-2 h-7 w-56" />
      <Skeleton className="mb-6 h-4 w-80 max-w-full" />
      <div className="rounded-lg border border-line bg-surface">
        <SkeletonRows />
      </div>
    </>
  );
}

/** The service was removed while open, or does not exist. */
function Gone({ was }: { was: ServiceRow | null }) {
  const t = useTranslations('services.gone');
  return (
    <>
      <h1 className="sr-only">{was?.name ?? t('unknown.title')}</h1>
      <EmptyState
        title={was ? t('removed.title', { name: was.name }) : t('unknown.title')}
        actions={<LinkButton href="/services">{t('back')}</LinkButton>}
      >
        {t(was ? 'removed.why' : 'unknown.why')}
      </EmptyState>
    </>
  );
}
