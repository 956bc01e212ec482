'use client';

import { RotateCcw } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ChangeList } from '#components/plan/change-list';
import { FaultNotice } from '#components/shell/fault-notice';
import { Badge } from '#components/ui/badge';
import { Button } from '#components/ui/button';
import { EmptyState } from '#components/ui/empty-state';
import { Panel } from '#components/ui/panel';
import { SkeletonRows } from '#components/ui/skeleton';
import { TimeAgo } from '#components/ui/time-ago';
import { TextLink } from '#components/ui/ui-link';
import type { RevisionRow } from '#lib/contract/services/list-revisions';
import { Fault, isFault } from '#lib/domain/fault';
import { ImageText } from './image-text';
import type { useRevisions } from './use-revisions';

export interface RevisionListProps {
  revisions: ReturnType<typeof useRevisions>;
  /** null: this person may not. */
  onRollback: ((revision: RevisionRow) => void) | null;
}

/** Every spec that was seen of a service, newest first, whoever made it. */
export function RevisionList({ revisions, onRollback }: RevisionListProps) {
  const t = useTranslations('revisions');
  if (revisions.isError && !revisions.data) {
    const fault = isFault(revisions.error) ? revisions.error : new Fault('internal');
    return <FaultNotice fault={fault} actions={<Button onClick={() => revisions.refetch()}>{t('again')}</Button>} />;
  }
  return (
    <Panel flush title={t('title')} aside={t('about')}>
      {revisions.data === undefined ? (
        <SkeletonRows rows={3} />
      ) : revisions.data.length === 0 ? (
        <EmptyState title={t('empty.title')}>{t('empty.why')}</EmptyState>
      ) : (
        <ol className="divide-y divide-line/70">
          {revisions.data.map((row) => (
            <Row key={row.number} row={row} onRollback={onRollback} />
          ))}
        </ol>
      )}
    </Panel>
  );
}

function Row({ row, onRollback }: { row: RevisionRow; onRollback: RevisionListProps['onRollback'] }) {
  const t = useTranslations('revisions');
  const [open, setOpen] = useState(false);
  const { number, image, seenAt, by, operationId, current, changes } = row;
  return (
    <li className="px-4 py-2.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="w-10 font-medium tabular-nums">{t('number', { number })}</span>
        <ImageText image={image} />
        {current && <Badge>{t('current')}</Badge>}
        <span className="text-ink-muted">
          <TimeAgo at={seenAt} /> ·{' '}
          {by === null ? (
            t('outside')
          ) : operationId ? (
            <TextLink href={`/activity/${operationId}`} className="text-ink-muted decoration-line-strong">
              {by}
            </TextLink>
          ) : (
            by
          )}
        </span>
        <span className="ml-auto flex items-center gap-1">
          {changes === null ? (
            <span className="px-2.5 text-ink-muted text-xs">{t('first')}</span>
          ) : (
            <Button size="sm" look="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
              {t('changes', { count: changes.length })}
            </Button>
          )}
          {!current && (
            <Button size="sm" icon={<RotateCcw />} disabled={onRollback === null} onClick={() => onRollback?.(row)}>
              {t('rollBack')} <span className="sr-only">{t('number', { number })}</span>
            </Button>
          )}
        </span>
      </div>
      {open && changes && (
        <div className="mt-2">
          {changes.length > 0 ? (
            <ChangeList changes={changes} />
          ) : (
            <p className="text-ink-muted">{t('changes', { count: 0 })}</p>
          )}
        </div>
      )}
    </li>
  );
}
