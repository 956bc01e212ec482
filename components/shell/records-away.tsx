'use client';

import { useTranslations } from 'next-intl';
import { Button } from '#components/ui/button';
import type { FaultRecord } from '#lib/domain/fault';
import { FaultNotice } from './fault-notice';

/** Replaces every page while sessions cannot be read. Pages that are open already stay live. */
export function RecordsAway({ fault }: { fault: FaultRecord }) {
  const t = useTranslations('shell.broken');
  return (
    <div className="mx-auto max-w-xl px-4 pt-[12vh]">
      <h1 className="mb-4 font-semibold text-lg">Swarmdeck</h1>
      <FaultNotice fault={fault} actions={<Button onClick={() => window.location.reload()}>{t('again')}</Button>} />
    </div>
  );
}
