'use client';

import { useTranslations } from 'next-intl';
import { useRef } from 'react';
import { Notice } from '#components/ui/notice';
import { ProgressBar } from '#components/ui/progress-bar';
import type { Node } from '#lib/domain/node/node';
import { isOver, type Task } from '#lib/domain/task/task';

/** The progress of a drain, wherever it was started: the remaining tasks, down to none. */
export function DrainNotice({ node, tasks }: { node: Node; tasks: readonly Task[] | undefined }) {
  const t = useTranslations('nodes.act');
  const most = useRef(0);
  if (node.availability !== 'drain' || tasks === undefined) {
    most.current = 0;
    return null;
  }
  // Tasks of a node that is down are not going to stop.
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
