'use client';

import { useTranslations } from 'next-intl';
import { useMemo, useState } from 'react';
import { useServices } from '#components/live/use-live';
import { TaskStateMark } from '#components/tasks/task-state-mark';
import { TaskTrouble } from '#components/tasks/task-trouble';
import { type Column, DataTable } from '#components/ui/data-table';
import { EmptyState } from '#components/ui/empty-state';
import { Panel } from '#components/ui/panel';
import { SegmentedControl } from '#components/ui/segmented-control';
import { TimeAgo } from '#components/ui/time-ago';
import { isOver, type Task } from '#lib/domain/task/task';

/** A node's tasks by service; those that ended only on request. */
export function NodeTasks({ tasks, nodeDown }: { tasks: readonly Task[] | undefined; nodeDown: boolean }) {
  const t = useTranslations('nodes.tasks');
  const services = useServices();
  const [shown, setShown] = useState<'present' | 'all'>('present');
  const present = useMemo(() => tasks?.filter((task) => !isOver(task)), [tasks]);
  const nameOf = useMemo(() => {
    const names = new Map(services?.map((service) => [service.id as string, service.name]));
    return (task: Task) => names.get(task.serviceId) ?? task.serviceId.slice(0, 12);
  }, [services]);
  const columns = useMemo<Column<Task>[]>(
    () => [
      {
        id: 'service',
        header: t('service'),
        card: 'title',
        sortBy: nameOf,
        cell: (task) => `${nameOf(task)}${task.slot === null ? '' : `.${task.slot}`}`,
      },
      {
        id: 'state',
        header: t('state'),
        card: 'aside',
        className: 'w-40',
        sortBy: (task) => task.state,
        cell: (task) => <TaskStateMark task={task} nodeDown={nodeDown} />,
      },
      {
        id: 'since',
        header: t('since'),
        className: 'w-32',
        sortsDownFirst: true,
        sortBy: (task) => task.stateSince,
        cell: (task) => <TimeAgo at={task.stateSince} className="text-ink-muted" />,
      },
      { id: 'why', header: t('why'), priority: 2, wraps: true, cell: (task) => <TaskTrouble task={task} /> },
    ],
    [t, nameOf, nodeDown],
  );
  return (
    <Panel
      title={t('title')}
      flush
      actions={
        <SegmentedControl
          label={t('filter')}
          value={shown}
          onValueChange={setShown}
          options={[
            { value: 'present', label: t('present'), count: present?.length },
            { value: 'all', label: t('all'), count: tasks?.length },
          ]}
        />
      }
    >
      <DataTable
        label={t('title')}
        columns={columns}
        rows={(shown === 'present' ? present : tasks) ?? []}
        rowKey={(task) => task.id}
        rowHref={(task) => `/services/${task.serviceId}`}
        sortedBy={{ id: 'service' }}
        loading={tasks === undefined}
        empty={<EmptyState title={t('none')}>{t('noneWhy')}</EmptyState>}
      />
    </Panel>
  );
}
