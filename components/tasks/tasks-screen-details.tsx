'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { useNode, useService } from '#components/live/use-live';
import { useTaskQuery } from '#components/live/use-task-query';
import { ImageText } from '#components/services/image-text';
import { PortsInLine } from '#components/services/ports';
import { CopyButton } from '#components/ui/copy-button';
import { DefinitionList } from '#components/ui/definition-list';
import { Dialog } from '#components/ui/dialog';
import { EmptyState } from '#components/ui/empty-state';
import { Notice } from '#components/ui/notice';
import { SkeletonRows } from '#components/ui/skeleton';
import { ExactTime, TimeAgo } from '#components/ui/time-ago';
import { TextLink } from '#components/ui/ui-link';
import type { NodeId, TaskId } from '#lib/domain/ids';
import { isTaskDirty } from '#lib/domain/rollout/dirty';
import type { Task } from '#lib/domain/task/task';
import { parseTaskQuery, type TaskQuery } from '#lib/live/query/task-query';

import { TaskStateMark } from './task-state-mark';
import { TaskTrouble } from './task-trouble';
import type { ClusterNames } from './use-cluster-names';

const FEW = { from: 0, to: 100 };

/** The task by its id, independent of the list's filter. Parsed as an address, which bounds it like any query. */
const queryOf = (id: TaskId): TaskQuery => parseTaskQuery(new URLSearchParams({ q: id }).toString());

/** All facts of one task, live; also of one outside of the filtered list. */
export function TaskDetails({ id, names, onClose }: { id: TaskId; names: ClusterNames; onClose: () => void }) {
  const t = useTranslations('tasks.detail');
  const [query] = useState(() => queryOf(id));
  const { summary, row, waiting } = useTaskQuery(query, FEW);
  // The errors of other tasks may contain the id too.
  const found = Array.from({ length: Math.min(summary?.total ?? 0, FEW.to) }, (_, index) => row(index));
  const now = found.find((task) => task?.id.startsWith(id) || task?.containerId?.startsWith(id));
  const [last, setLast] = useState<Task | undefined>(now);
  useEffect(() => {
    if (now) setLast(now);
  }, [now]);
  const task = now ?? last;
  const gone = !now && !waiting && summary !== undefined;
  const name =
    task &&
    `${names.service(task.serviceId) ?? task.serviceId.slice(0, 12)}${task.slot === null ? '' : `.${task.slot}`}`;
  return (
    <Dialog
      open
      size="lg"
      onOpenChange={onClose}
      title={name ?? t('title')}
      description={task ? t('task', { id: task.id }) : undefined}
    >
      {task ? (
        <div className="flex flex-col gap-4">
          {gone && (
            <Notice kind="info" live title={t('removed.title')}>
              {t('removed.why')}
            </Notice>
          )}
          <Facts task={task} names={names} />
        </div>
      ) : gone ? (
        <EmptyState title={t('unknown.title')}>{t('unknown.why')}</EmptyState>
      ) : (
        <SkeletonRows rows={8} />
      )}
    </Dialog>
  );
}

function Facts({ task, names }: { task: Task; names: ClusterNames }) {
  const t = useTranslations('tasks');
  const logs = useTranslations('logs');
  const service = useService(task.serviceId);
  const node = useNode(task.nodeId ?? ('' as NodeId)) ?? undefined;
  const nodeDown = task.nodeId !== null && names.isDown(task.nodeId);
  return (
    <>
      <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1 text-sm">
        <TaskStateMark task={task} nodeDown={nodeDown} />
        <span className="text-ink-muted">
          <ExactTime at={task.stateSince} /> (<TimeAgo at={task.stateSince} />)
        </span>
        {task.nodeId && <TextLink href={`/tasks/${task.id}/logs`}>{logs('open')}</TextLink>}
      </div>
      {(task.error !== '' || task.exitCode) && (
        <div className="rounded-md border border-line bg-sunken px-3 py-2 text-sm">
          <TaskTrouble task={task} className="flex-col gap-1" />
        </div>
      )}
      <DefinitionList
        columns={2}
        items={[
          {
            term: t('detail.service'),
            value: (
              <TextLink href={`/services/${task.serviceId}`}>
                {names.service(task.serviceId) ?? task.serviceId.slice(0, 12)}
              </TextLink>
            ),
          },
          { term: t('column.slot'), value: task.slot },
          {
            term: t('column.node'),
            value: task.nodeId ? (
              <TextLink href={`/nodes/${task.nodeId}`}>{names.node(task.nodeId) ?? task.nodeId.slice(0, 12)}</TextLink>
            ) : (
              t('noNode')
            ),
          },
          { term: t('detail.desired'), value: t(`state.${task.desiredState}`) },
          { term: t('detail.state'), value: t(`state.${task.state}`) },
          { term: t('detail.exitCode'), value: task.exitCode },
          {
            term: t('detail.image'),
            value: <ImageText image={task.image} className="[overflow-wrap:anywhere]" />,
          },
          {
            term: t('detail.template'),
            value: service ? t(isTaskDirty(service, task, node) ? 'detail.old' : 'detail.current') : null,
          },
          { term: t('detail.ports'), value: task.ports.length > 0 ? <PortsInLine ports={task.ports} /> : null },
          {
            term: t('detail.message'),
            value: task.message && (
              <span lang="en" className="font-mono text-xs">
                {task.message}
              </span>
            ),
          },
          { term: t('detail.created'), value: <ExactTime at={task.createdAt} /> },
          { term: t('detail.version'), value: task.version },
          { term: t('column.id'), value: <WholeId id={task.id} label={t('copyId')} /> },
          {
            term: t('detail.container'),
            value: task.containerId && <WholeId id={task.containerId} label={t('detail.copyContainer')} />,
          },
          { term: t('detail.serviceId'), value: <WholeId id={task.serviceId} label={t('detail.copyService')} /> },
          {
            term: t('detail.nodeId'),
            value: task.nodeId && <WholeId id={task.nodeId} label={t('detail.copyNode')} />,
          },
        ]}
      />
    </>
  );
}

/** A whole id, to be read or copied. */
function WholeId({ id, label }: { id: string; label: string }) {
  return (
    <span className="flex items-start gap-0.5">
      <code className="min-w-0 font-mono text-xs leading-5 [overflow-wrap:anywhere]">{id}</code>
      <CopyButton text={id} label={label} className="-my-0.5" />
    </span>
  );
}
