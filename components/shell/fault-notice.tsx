'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Notice } from '#components/ui/notice';
import type { FaultRecord } from '#lib/domain/fault';

/** Words of a fault take lists as one text. */
const wordsOf = (params: FaultRecord['params']): Record<string, string | number> =>
  Object.fromEntries(
    Object.entries(params).map(([key, value]) => [key, Array.isArray(value) ? value.join(', ') : value]),
  );

export interface FaultNoticeProps {
  fault: Pick<FaultRecord, 'code' | 'params' | 'engineText'>;
  actions?: ReactNode;
  className?: string;
}

/** What happened, why, and what to do next; the engine's own words beneath, untranslated. */
export function FaultNotice({ fault, actions, className }: FaultNoticeProps) {
  const t = useTranslations('fault');
  const params = wordsOf(fault.params);
  return (
    <Notice live kind="danger" title={t(`${fault.code}.what`, params)} actions={actions} className={className}>
      <p>
        {t(`${fault.code}.why`, params)} {t(`${fault.code}.next`, params)}
      </p>
      {fault.engineText && (
        <p lang="en" className="mt-1.5 font-mono text-ink-muted text-xs">
          {fault.engineText}
        </p>
      )}
    </Notice>
  );
}
