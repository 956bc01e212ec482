'use client';

import { useTranslations } from 'next-intl';
import { useNodes } from '#components/live/use-live';
import { FaultNotice } from '#components/shell/fault-notice';
import { useFaultWords } from '#components/shell/fault-words';
import { Button } from '#components/ui/button';
import { Notice } from '#components/ui/notice';
import type { NodeId } from '#lib/domain/ids';
import { nodeNames } from '#lib/domain/node/node-name';
import type { LogPicture } from './log-store';
import { isFinal } from './log-stream';

/** Which lines are missing here, and why; and when they will come again. */
export function LogNotices({ picture, onAgain }: { picture: LogPicture; onAgain: () => void }) {
  const t = useTranslations('logs');
  const words = useFaultWords();
  const { missing, phase, fault, left, unfollowed, tasksLeft, engineTexts } = picture;
  const calls = nodeNames(useNodes() ?? []);
  const names = missing.map(({ id, hostname }) => calls.get(id as NodeId) ?? hostname ?? id.slice(0, 12)).join(', ');
  return (
    <>
      {phase === 'reconnecting' && (
        <Notice live kind="warn" title={t('reconnecting.title')}>
          {fault ? `${words(fault).what}. ${t('reconnecting.why')}` : t('reconnecting.why')}
        </Notice>
      )}
      {phase === 'ended' && fault && (
        <FaultNotice
          fault={fault}
          actions={
            (!isFinal(fault) || fault.code === 'log_streams_full') && <Button onClick={onAgain}>{t('again')}</Button>
          }
        />
      )}
      {missing.length > 0 && (
        <Notice live kind="warn" title={t('missing.title', { nodes: names, count: missing.length })}>
          {t('missing.why')}
        </Notice>
      )}
      {unfollowed > 0 && (
        <Notice live kind="info" title={t('unfollowed.title', { count: unfollowed })}>
          {t('unfollowed.why')}
        </Notice>
      )}
      {tasksLeft > 0 && <Notice kind="info">{t('tasksLeft', { count: tasksLeft })}</Notice>}
      {left > 0 && <Notice kind="info">{t('left', { count: left })}</Notice>}
      {engineTexts.map((text) => (
        <Notice key={text} live kind="info" title={t('engineSays')}>
          <span lang="en" className="font-mono text-xs">
            {text}
          </span>
        </Notice>
      ))}
    </>
  );
}
