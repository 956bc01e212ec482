'use client';

import { useTranslations } from 'next-intl';
import { StateMark } from '#components/ui/state-mark';
import type { Task } from '#lib/domain/task/task';
import { taskMarkOf } from './task-mark';

export interface TaskStateMarkProps {
  task: Task;
  /** Whether the task's node is down. */
  nodeDown?: boolean;
  className?: string;
}

/** A task's state as shape, colour and word. */
export function TaskStateMark({ task, nodeDown = false, className }: TaskStateMarkProps) {
  const t = useTranslations('tasks.state');
  const { word, ...looks } = taskMarkOf(task, nodeDown);
  return (
    <StateMark {...looks} className={className}>
      {t(word)}
    </StateMark>
  );
}
