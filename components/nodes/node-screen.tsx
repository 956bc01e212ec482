'use client';

import { useTranslations } from 'next-intl';
import { useId } from 'react';
import { OperationList } from '#components/activity/operation-list';
import { useNode, useNodeName, useTasksOfNode } from '#components/live/use-live';
import { Breadcrumb } from '#components/ui/breadcrumb';
import { LinkButton } from '#components/ui/button';
import { DefinitionList } from '#components/ui/definition-list';
import { EmptyState } from '#components/ui/empty-state';
import { PageHeader } from '#components/ui/page-header';
import { Panel } from '#components/ui/panel';
import { ShortId } from '#components/ui/short-id';
import { SkeletonRows } from '#components/ui/skeleton';
import { ExactTime } from '#components/ui/time-ago';
import type { NodeId } from '#lib/domain/ids';
import type { Node } from '#lib/domain/node/node';
import { AvailabilityControl } from './availability-control';
import { DrainNotice } from './drain-notice';
import { AvailabilityMark, NodeStateMark, RoleMark } from './node-marks';
import { NodeTasks } from './node-tasks';

/** One node, live: its facts, its tasks, its availability. */
export function NodeScreen({ id }: { id: NodeId }) {
  const t = useTranslations('nodes');
  const node = useNode(id);
  const name = useNodeName(node);
  const tasks = useTasksOfNode(id);
  const actsId = useId();
  const trail = <Breadcrumb items={[{ label: t('title'), href: '/nodes' }]} />;
  if (node === undefined)
    return (
      <>
        <PageHeader title={t('one')} breadcrumb={trail} />
        <SkeletonRows rows={8} />
      </>
    );
  if (node === null)
    return (
      <>
        <PageHeader title={t('one')} breadcrumb={trail} />
        <EmptyState title={t('gone.title')} actions={<LinkButton href="/nodes">{t('gone.back')}</LinkButton>}>
          {t('gone.why')}
        </EmptyState>
      </>
    );
  return (
    <>
      <PageHeader
        title={name}
        breadcrumb={<Breadcrumb items={[{ label: t('title'), href: '/nodes' }, { label: name }]} />}
        state={
          <span className="flex flex-wrap items-center gap-x-4 gap-y-1 text-sm">
            <NodeStateMark node={node} />
            <RoleMark node={node} />
            <span data-availability="">
              <AvailabilityMark availability={node.availability} />
            </span>
          </span>
        }
        actions={<AvailabilityControl node={node} tasks={tasks} />}
      >
        {node.stateMessage && <span lang="en">{node.stateMessage}</span>}
      </PageHeader>
      <DrainNotice node={node} tasks={tasks} />
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_22rem]">
        <NodeTasks tasks={tasks} nodeDown={node.state === 'down'} />
        <NodeFacts node={node} />
        <section aria-labelledby={actsId} className="min-w-0 xl:col-span-2">
          <h2 id={actsId} className="mb-2 px-1 font-semibold">
            {t('acts')}
          </h2>
          <OperationList target={node.id} limit={6} none={t('noActs')} />
        </section>
      </div>
    </>
  );
}

function NodeFacts({ node }: { node: Node }) {
  const t = useTranslations('nodes.fact');
  const labels = Object.entries(node.labels);
  const gibibytes = node.resources.memoryBytes / 2 ** 30;
  return (
    <Panel title={t('title')}>
      <DefinitionList
        items={[
          { key: 'id', term: t('id'), value: <ShortId id={node.id} copyLabel={t('copyId')} /> },
          { key: 'address', term: t('address'), value: <code className="font-mono text-xs">{node.address}</code> },
          ...(node.manager
            ? [
                {
                  key: 'raft',
                  term: t('managerAddress'),
                  value: <code className="font-mono text-xs">{node.manager.address}</code>,
                },
              ]
            : []),
          { key: 'engine', term: t('engine'), value: node.engineVersion },
          { key: 'platform', term: t('platform'), value: `${node.platform.os} / ${node.platform.architecture}` },
          { key: 'cpus', term: t('cpus'), value: node.resources.nanoCpus / 1e9 },
          { key: 'memory', term: t('memory'), value: t('gib', { gib: gibibytes }) },
          { key: 'joined', term: t('joined'), value: <ExactTime at={node.createdAt} /> },
          {
            key: 'labels',
            term: t('labels'),
            value:
              labels.length === 0 ? null : (
                <span className="flex flex-col gap-0.5 font-mono text-xs">
                  {labels.map(([key, value]) => (
                    <span key={key} className="break-all">
                      {value ? `${key}=${value}` : key}
                    </span>
                  ))}
                </span>
              ),
          },
        ]}
      />
    </Panel>
  );
}
