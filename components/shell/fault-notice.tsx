'use client';

import type { ReactNode } from 'react';
import { Notice } from '#components/ui/notice';
import type { FaultRecord } from '#lib/domain/fault';
import { useFaultWords } from './fault-words';

export interface FaultNoticeProps {
  fault: Pick<FaultRecord, 'code' | 'params' | 'engineText'>;
  actions?: ReactNode;
  className?: string;
}

/** What happened, why, and what to do next; the engine's own text beneath, untranslated. */
export function FaultNotice({ fault, actions, className }: FaultNoticeProps) {
  const { what, why, next } = useFaultWords()(fault);
  return (
    <Notice live kind="danger" title={what} actions={actions} className={className}>
      <p>
        {why} {next}
      </p>
      {fault.engineText && (
        <p lang="en" className="mt-1.5 font-mono text-ink-muted text-xs">
          {fault.engineText}
        </p>
      )}
    </Notice>
  );
}
