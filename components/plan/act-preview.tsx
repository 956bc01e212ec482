'use client';

import { useTranslations } from 'next-intl';
import { FaultNotice } from '#components/shell/fault-notice';
import { CodeLine } from '#components/ui/code-line';
import { SkeletonRows } from '#components/ui/skeleton';
import type { Preview } from '#lib/contract/consequence';
import { asFault } from '#lib/domain/fault';
import { ChangeList } from './change-list';
import { ConsequenceList } from './consequence-list';

export interface ActPreviewProps {
  /** undefined while it loads. */
  preview: Preview | undefined;
  /** Why it could not be computed. */
  error?: unknown;
  /** Shows the changed fields before the consequence: updates and rollbacks. */
  changesFirst?: boolean;
}

/** The preview of an action: its consequence, the changed fields, the equivalent docker command. */
export function ActPreview({ preview, error, changesFirst }: ActPreviewProps) {
  const t = useTranslations('act');
  if (error && !preview) return <FaultNotice fault={asFault(error)} />;
  if (!preview) return <SkeletonRows rows={3} />;
  if (preview.changes.length === 0)
    return (
      <div className="flex flex-col gap-2">
        <p className="text-ink-muted text-sm">{t('nothingChanges')}</p>
        <ConsequenceList consequence={preview.consequence} />
      </div>
    );
  const changes = <ChangeList changes={preview.changes} />;
  return (
    <div className="flex flex-col gap-4">
      {changesFirst && changes}
      <ConsequenceList consequence={preview.consequence} />
      {!changesFirst && changes}
      <div>
        <p className="mb-1 text-ink-muted text-xs">{t('sameAs')}</p>
        <CodeLine code={preview.command} copyLabel={t('copyCommand')} />
      </div>
    </div>
  );
}
