'use client';

import { useTranslations } from 'next-intl';
import { useRef } from 'react';
import { Notice } from '#components/ui/notice';
import { ProgressBar } from '#components/ui/progress-bar';
import type { Node } from '#lib/domain/node/node';
import { isOver, type Task } from '#lib/domain/task/task';

/** How far a drain has come, whoever asked for it and wherever: the tasks that are left, down to none. */
export function DrainNotice({ node, tasks }: { node: Node; tasks: readonly Task[] | undefined }) {
  const t = useTranslations('nodes.act');
  const most = useRef(0);
  if (node.availability !== 'drain' || tasks === undefined) {
    most.current = 0;
    return null;
  }
  // What a dead node left behind is not going to stop.
  const left = node.state === 'down' ? 0 : tasks.filter((task) => !isOver(task)).length;
  most.current = Math.max(most.current, left);
  if (left === 0)
    return (
      <Notice live kind="good" title={t('drained')} className="mb-4">
        {t('drainedMeaning')}
      </Notice>
    );
  return (
    <Notice live kind="info" title={t('draining')} className="mb-4">
      <p>{t('tasksLeft', { count: left })}</p>
      <ProgressBar label={t('stopped')} value={most.current - left} max={most.current} className="mt-2 max-w-md" />
    </Notice>
  );
}
