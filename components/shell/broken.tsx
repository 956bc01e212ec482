'use client';

import { useTranslations } from 'next-intl';
import { Button } from '#components/ui/button';
import { ErrorState } from '#components/ui/error-state';

interface BrokenProps {
  error: Error & { digest?: string };
  reset: () => void;
}

/** In place of what broke while it was drawn: told in words, and tried again on demand. */
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
