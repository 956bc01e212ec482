'use client';

import { useTranslations } from 'next-intl';
import { Button } from '#components/ui/button';
import { ErrorState } from '#components/ui/error-state';

interface BrokenProps {
  error: Error & { digest?: string };
  reset: () => void;
}

/** The error boundary's page: explains the fault, and renders again on demand. */
export function Broken({ error, reset }: BrokenProps) {
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
