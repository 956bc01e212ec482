'use client';

import { useTranslations } from 'next-intl';
import { Button } from '#components/ui/button';
import { ErrorState } from '#components/ui/error-state';

/** What broke before there was a frame around it: told in words all the same. */
export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const t = useTranslations('shell.broken');
  return (
    <ErrorState
      title={t('title')}
      detail={error.digest ?? error.message}
      actions={<Button onClick={reset}>{t('again')}</Button>}
    >
      {t('why')}
    </ErrorState>
  );
}
