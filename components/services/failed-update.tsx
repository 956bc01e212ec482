'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useTasksOfService } from '#components/live/use-live';
import { LogTail } from '#components/logs/log-tail';
import { usePerson } from '#components/shell/person';
import { TaskTrouble } from '#components/tasks/task-trouble';
import { Button, LinkButton } from '#components/ui/button';
import { may } from '#lib/domain/access/roles';
import { culpritOf } from '#lib/domain/rollout/progress';
import { hasFailed, type Task } from '#lib/domain/task/task';
import type { ServiceRow } from '#lib/live/picture/service-row';

export interface FailedUpdateProps {
  service: ServiceRow;
  /** The engine's text about the outcome; it names the task. */
  message: string;
  /** null: there is no earlier revision, or this person lacks the right. */
  onRollback: (() => void) | null;
}

/** Why an update failed: the task that stopped it, its reason, its last lines, and the way back. */
export function FailedUpdate({ service, message, onRollback }: FailedUpdateProps) {
  const t = useTranslations('services.failed');
  const tasks = useTasksOfService(service.id) ?? [];
  const mayReadLogs = may(usePerson().role, 'logs:read');
  // The shown task is kept: the swarm removes tasks, and a crash loop makes new ones every few seconds.
  const [held, setHeld] = useState<Task | undefined>();
  const task = culpritOf(message, tasks) ?? held ?? [...tasks].filter(hasFailed).sort(newestFirst)[0];
  if (task?.id !== held?.id) setHeld(task);
  return (
    <section aria-label={t('title')} className="flex flex-col gap-3">
      {task && (
        <div>
          <h3 className="mb-1 font-medium text-sm">
            {task.slot === null ? t('task') : t('taskInSlot', { slot: task.slot })}
          </h3>
          <TaskTrouble task={task} />
        </div>
      )}
      {task && mayReadLogs && <LogTail taskId={task.id} label={t('log')} />}
      <div className="flex flex-wrap gap-2">
        {onRollback && (
          <Button look="primary" onClick={onRollback}>
            {t('rollback')}
          </Button>
        )}
        {task && mayReadLogs && <LinkButton href={`/tasks/${task.id}/logs`}>{t('allLogs')}</LinkButton>}
      </div>
    </section>
  );
}

const newestFirst = (a: Task, b: Task): number => (a.createdAt < b.createdAt ? 1 : -1);
