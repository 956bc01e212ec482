'use client';

import { useTranslations } from 'next-intl';
import { Notice } from '#components/ui/notice';

/** Over plain http the traffic can be read. The warning cannot be dismissed, because nobody should get used to it. */
export function PlainHttp({ className }: { className?: string }) {
  const t = useTranslations('shell.plain');
  return (
    <Notice kind="danger" title={t('title')} className={className}>
      {t('why')}
    </Notice>
  );
}
