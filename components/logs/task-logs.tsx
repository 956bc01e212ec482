'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useService } from '#components/live/use-live';
import { useTaskQuery } from '#components/live/use-task-query';
import { LinkButton } from '#components/ui/button';
import { EmptyState } from '#components/ui/empty-state';
import { SkeletonRows } from '#components/ui/skeleton';
import type { ServiceId, TaskId } from '#lib/domain/ids';
import type { Task } from '#lib/domain/task/task';
import { parseTaskQuery } from '#lib/live/query/task-query';
import { NamedLogs } from './named-logs';

const ONE = { from: 0, to: 1 };

/** The logs of one task. The task's last state is kept when the swarm removes it meanwhile. */
export function TaskLogs({ id }: { id: TaskId }) {
  const t = useTranslations('logs');
  const [query] = useState(() => parseTaskQuery(new URLSearchParams({ q: id }).toString()));
  const { summary, row } = useTaskQuery(query, ONE);
  const [last, setLast] = useState<Task | null>(null);
  const found = row(0);
  if (found && found.id === id && found !== last) setLast(found);
  const task = found?.id === id ? found : last;
  if (task) return <OfTask task={task} />;
  return (
    <>
      <h1 className="sr-only">{t('title')}</h1>
      {summary?.total === 0 ? (
        <EmptyState title={t('noTask.title')} actions={<LinkButton href="/tasks">{t('noTask.back')}</LinkButton>}>
          {t('noTask.why')}
        </EmptyState>
      ) : (
        <SkeletonRows rows={12} />
      )}
    </>
  );
}

function OfTask({ task: { id, serviceId, slot } }: { task: Pick<Task, 'id' | 'slot'> & { serviceId: ServiceId } }) {
  const service = useService(serviceId)?.name ?? serviceId.slice(0, 12);
  const task = slot === null ? `${service} · ${id.slice(0, 12)}` : `${service}.${slot}`;
  return <NamedLogs of={{ kind: 'task', id }} serviceId={serviceId} service={service} task={task} />;
}
