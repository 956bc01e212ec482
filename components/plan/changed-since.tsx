'use client';

import { useTranslations } from 'next-intl';
import { Button } from '#components/ui/button';
import { Notice } from '#components/ui/notice';
import { ChangeList } from './change-list';
import type { Opened } from './use-opened';

export interface ChangedSinceProps {
  opened: Pick<Opened<unknown>, 'since' | 'accept'>;
  onKeepTheirs: () => void;
}

/** Somebody changed the object while the dialog was open: shows what and who, before it is overwritten. */
export function ChangedSince({ opened: { since, accept }, onKeepTheirs }: ChangedSinceProps) {
  const t = useTranslations('act.since');
  if (since === null) return null;
  const names = [...new Set(since.by.map((name) => name ?? t('outside')))];
  return (
    <Notice
      live
      kind="warn"
      title={t('title')}
      actions={
        <>
          <Button size="sm" onClick={onKeepTheirs}>
            {t('keep')}
          </Button>
          <Button size="sm" look="primary" onClick={accept}>
            {t('goOn')}
          </Button>
        </>
      }
    >
      {names.length > 0 && <p className="mb-1.5">{t('by', { names: names.join(' · ') })}</p>}
      {since.changes.length > 0 ? <ChangeList changes={since.changes} /> : <p>{t('reading')}</p>}
    </Notice>
  );
}
