'use client';

import { GitCompareArrows, RotateCcw } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Fragment, useState } from 'react';
import { ChangeList, FieldLabel } from '#components/plan/change-list';
import { fieldNameOf } from '#components/plan/field-name';
import { FaultNotice } from '#components/shell/fault-notice';
import { Badge } from '#components/ui/badge';
import { Button } from '#components/ui/button';
import { EmptyState } from '#components/ui/empty-state';
import { Panel } from '#components/ui/panel';
import { SkeletonRows } from '#components/ui/skeleton';
import { TimeAgo } from '#components/ui/time-ago';
import { TextLink } from '#components/ui/ui-link';
import type { RevisionRow } from '#lib/contract/services';
import { asFault } from '#lib/domain/fault';
import type { ServiceId } from '#lib/domain/ids';
import type { FieldChange } from '#lib/domain/operation/operation';
import { CompareDialog } from './compare-dialog';
import { ImageText } from './image-text';
import { RevisionNote } from './revision-note';
import type { useRevisions } from './use-revisions';

export interface RevisionListProps {
  serviceId: ServiceId;
  revisions: ReturnType<typeof useRevisions>;
  /** null: this person lacks the right. */
  onRollback: ((revision: RevisionRow) => void) | null;
}

/** Every recorded spec of a service, newest first, from inside or outside of the console. */
export function RevisionList({ serviceId, revisions, onRollback }: RevisionListProps) {
  const t = useTranslations('revisions');
  const compare = useTranslations('memory.compare');
  const [comparing, setComparing] = useState(false);
  if (revisions.isError && !revisions.data) {
    const fault = asFault(revisions.error);
    return <FaultNotice fault={fault} actions={<Button onClick={() => revisions.refetch()}>{t('again')}</Button>} />;
  }
  return (
    <Panel
      flush
      title={t('title')}
      aside={t('about')}
      actions={
        (revisions.data?.length ?? 0) > 1 && (
          <Button size="sm" icon={<GitCompareArrows />} onClick={() => setComparing(true)}>
            {compare('button')}
          </Button>
        )
      }
    >
      {comparing && (
        <CompareDialog serviceId={serviceId} revisions={revisions.data ?? []} onClose={() => setComparing(false)} />
      )}
      {revisions.data === undefined ? (
        <SkeletonRows rows={3} />
      ) : revisions.data.length === 0 ? (
        <EmptyState title={t('empty.title')}>{t('empty.why')}</EmptyState>
      ) : (
        <ol className="divide-y divide-line/70">
          {revisions.data.map((row) => (
            <Row key={row.number} serviceId={serviceId} row={row} onRollback={onRollback} />
          ))}
        </ol>
      )}
    </Panel>
  );
}

function Row({
  serviceId,
  row,
  onRollback,
}: Pick<RevisionListProps, 'serviceId' | 'onRollback'> & { row: RevisionRow }) {
  const t = useTranslations('revisions');
  const [open, setOpen] = useState(false);
  const { number, image, seenAt, by, operationId, current, restores, changes } = row;
  return (
    <li className="px-4 py-2.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="w-10 font-medium tabular-nums">{t('number', { number })}</span>
        <ImageText image={image} />
        {current && <Badge>{t('current')}</Badge>}
        {restores !== null && <Badge>{t('restores', { number: restores })}</Badge>}
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
        <RevisionNote serviceId={serviceId} row={row} />
        <span className="ml-auto flex items-center gap-1">
          {changes === null ? (
            <span className="px-2.5 text-ink-muted text-xs">{t('first')}</span>
          ) : (
            <Button size="sm" look="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
              <FieldsOf changes={changes} />
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

const FIELDS_NAMED = 2;

/** The names of a revision's changed fields. */
function FieldsOf({ changes }: { changes: readonly FieldChange[] }) {
  const t = useTranslations('revisions');
  const more = changes.length - FIELDS_NAMED;
  if (changes.length === 0) return t('changes', { count: 0 });
  return (
    <span className="max-w-64 truncate sm:max-w-96">
      {changes.slice(0, FIELDS_NAMED).map(({ path }, index) => (
        <Fragment key={path}>
          {index > 0 && ' · '}
          <FieldLabel name={fieldNameOf(path)} path={path} />
        </Fragment>
      ))}
      {more > 0 && ` ${t('more', { count: more })}`}
    </span>
  );
}
