'use client';

import { useTranslations } from 'next-intl';
import { isOver, isStarting, isWanted, type Task } from '#lib/domain/task/task';
import { useTellTrouble } from './task-trouble';
import { troubleOf } from './trouble';

/** In one line: why a task failed or waits, or what it is asked to do; all of the engine's text is its title. */
export function TaskReason({ task }: { task: Task }) {
  const t = useTranslations('tasks');
  const tell = useTellTrouble();
  const trouble = troubleOf(task);
  if (trouble) return <span title={task.error || undefined}>{tell(trouble)}</span>;
  if (task.error !== '')
    return (
      <span lang="en" title={task.error} className="font-mono text-ink-muted text-xs">
        {task.error}
      </span>
    );
  if (!isOver(task) && !isWanted(task))
    return <span className="text-ink-muted">{t('desired', { state: t(`state.${task.desiredState}`) })}</span>;
  if (isStarting(task) && task.desiredState === 'ready') return <span className="text-ink-muted">{t('awaits')}</span>;
  return null;
}
