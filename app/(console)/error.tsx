'use client';

import { useTranslations } from 'next-intl';
import { Button } from '#components/ui/button';
import { ErrorState } from '#components/ui/error-state';

/** A screen that broke: the frame and the live connection stay. */
export default function ScreenError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
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
