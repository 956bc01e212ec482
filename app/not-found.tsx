import { getTranslations } from 'next-intl/server';
import { LinkButton } from '#components/ui/button';
import { EmptyState } from '#components/ui/empty-state';

/** An address without a page. */
export default async function NotFound() {
  const t = await getTranslations('shell.missing');
  return (
    <main className="mx-auto max-w-xl pt-24">
      <h1 className="sr-only">{t('title')}</h1>
      <EmptyState title={t('title')} actions={<LinkButton href="/">{t('home')}</LinkButton>}>
        {t('why')}
      </EmptyState>
    </main>
  );
}
