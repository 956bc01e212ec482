'use client';

import { useTranslations } from 'next-intl';
import { useMemo, useState } from 'react';
import { Badge } from '#components/ui/badge';
import type { Column } from '#components/ui/data-table';
import { ShortId } from '#components/ui/short-id';
import { StateMark } from '#components/ui/state-mark';
import { TimeAgo } from '#components/ui/time-ago';
import { parseImage } from '#lib/domain/service/image';
import { isOver, isStarting, isWanted, type Task } from '#lib/domain/task/task';
import { troubleOf } from '#lib/domain/task/trouble';
import { type TaskMark, taskMarkOf } from './task-mark';
import { useSentenceOfTrouble } from './task-trouble';
import type { ClusterNames } from './use-cluster-names';

/**
 * Columns of the tasks table. Texts are looked up here once and not by hooks in each row, because scrolling renders
 * hundreds of rows.
 */
export function useTaskColumns(names: ClusterNames): readonly Column<Task>[] {
  const t = useTranslations('tasks');
  const sentenceOf = useSentenceOfTrouble();
  return useMemo(() => {
    const place = (task: Task) => (
      <>
        {names.service(task.serviceId) ?? <ShortCode text={task.serviceId} />}
        {task.slot !== null && <span className="font-normal text-ink-muted tabular-nums">.{task.slot}</span>}
        {!isOver(task) && names.isCrashing(task.serviceId) && (
          <Badge tone="bad" className="ml-2 font-normal">
            {t('state.crashing')}
          </Badge>
        )}
      </>
    );
    const state = (task: Task) => {
      const { word, ...looks } = markOf(task, names);
      return <StateMark {...looks}>{t(`state.${word}`)}</StateMark>;
    };
    const node = ({ nodeId }: Task) =>
      nodeId === null ? (
        <span className="text-ink-muted">{t('noNode')}</span>
      ) : (
        (names.node(nodeId) ?? <ShortCode text={nodeId} />)
      );
    // One line: why it failed or waits, or its desired state; the title holds the engine's whole text.
    const reason = (task: Task) => {
      const trouble = troubleOf(task);
      if (trouble) return <span title={task.error || undefined}>{sentenceOf(trouble)}</span>;
      if (task.error !== '')
        return (
          <span lang="en" title={task.error} className="font-mono text-ink-muted text-xs">
            {task.error}
          </span>
        );
      if (!isOver(task) && !isWanted(task)) return muted(t('desired', { state: t(`state.${task.desiredState}`) }));
      if (isStarting(task) && task.desiredState === 'ready') return muted(t('awaits'));
      return null;
    };

    return [
      { id: 'service', header: t('screen.column.task'), className: 'w-48', sorts: true, cell: place },
      { id: 'state', header: t('column.state'), className: 'w-36', sorts: true, cell: state },
      { id: 'node', header: t('column.node'), className: 'w-28', sorts: true, cell: node },
      {
        id: 'image',
        header: t('screen.image'),
        className: 'w-36',
        priority: 3,
        sorts: true,
        cell: (task) => <ShortImage image={task.image} />,
      },
      { id: 'detail', header: t('column.detail'), card: 'rest', cell: reason },
      {
        id: 'exit',
        header: t('screen.column.exit'),
        className: 'w-16',
        priority: 2,
        align: 'right',
        cell: (task) => task.exitCode ?? <span className="text-ink-faint">–</span>,
      },
      {
        id: 'since',
        header: t('column.since'),
        className: 'w-30',
        priority: 2,
        card: 'line',
        sorts: true,
        sortsDownFirst: true,
        cell: (task) => <TimeAgo at={task.stateSince} className="whitespace-nowrap text-ink-muted" />,
      },
      {
        id: 'id',
        header: t('column.id'),
        className: 'w-36',
        priority: 3,
        cell: (task) => <Id id={task.id} copyLabel={t('copyId')} />,
      },
    ];
  }, [t, sentenceOf, names]);
}

export const markOf = (task: Task, names: ClusterNames): TaskMark =>
  taskMarkOf(task, task.nodeId !== null && names.isDown(task.nodeId));

const muted = (text: string) => <span className="text-ink-muted">{text}</span>;

const ShortCode = ({ text }: { text: string }) => <code className="font-mono text-xs">{text.slice(0, 12)}</code>;

/**
 * The copy button is rendered on hover only: in hundreds of scrolling rows it would be most of their cost. The details
 * have it too.
 */
function Id({ id, copyLabel }: { id: string; copyLabel: string }) {
  const [near, setNear] = useState(false);
  return (
    <span onPointerEnter={() => setNear(true)} className="block near:relative near:z-10">
      {near ? (
        <ShortId id={id} copyLabel={copyLabel} />
      ) : (
        <code className="font-mono text-ink-muted text-xs">{id.slice(0, 12)}</code>
      )}
    </span>
  );
}

/** The end of an image's name, because the registry and its folders would fill the cell; the title holds all of it. */
function ShortImage({ image }: { image: string }) {
  const { repository, tag } = parseImage(image);
  return (
    <span title={image.replace('@', '\n')} className="near:relative near:z-10 font-mono text-xs">
      <span className="text-ink-muted">{repository.slice(repository.lastIndexOf('/') + 1)}</span>
      {tag && <span className="text-ink">:{tag}</span>}
    </span>
  );
}
