'use client';

import { useTranslations } from 'next-intl';
import { Notice } from '#components/ui/notice';

/** Over plain http everything can be read on its way. It stays until that is mended: nobody may get used to it. */
export function PlainHttp({ className }: { className?: string }) {
  const t = useTranslations('shell.plain');
  return (
    <Notice kind="danger" title={t('title')} className={className}>
      {t('why')}
    </Notice>
  );
}
