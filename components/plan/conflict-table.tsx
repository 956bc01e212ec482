'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Button } from '#components/ui/button';
import { Notice } from '#components/ui/notice';
import { HIDDEN } from '#lib/domain/access/redact';
import type { FaultRecord } from '#lib/domain/fault';
import { FieldLabel } from './change-list';
import { fieldNameOf, shownValue } from './field-name';

export interface ConflictTableProps {
  /** An `edit_conflict`: fields, theirs and mine are parallel lists. */
  fault: Pick<FaultRecord, 'params'>;
  onKeepTheirs: () => void;
  onApplyMine: () => void;
  pending?: boolean;
}

const list = (value: unknown): string[] => (Array.isArray(value) ? value : []);

/** Somebody changed the same field meanwhile: shows both values, and the person decides. */
export function ConflictTable({ fault, onKeepTheirs, onApplyMine, pending }: ConflictTableProps) {
  const t = useTranslations('act.conflict');
  const field = useTranslations('field');
  const { fields, theirs, mine } = fault.params;
  const read = (path: string, json: string | undefined): ReactNode => {
    const value: unknown = JSON.parse(json ?? 'null');
    if (value === HIDDEN) return <span title={field('hiddenWhy')}>{field('hidden')}</span>;
    return value === null ? '–' : shownValue(path, value);
  };
  return (
    <Notice
      live
      kind="warn"
      title={t('title')}
      actions={
        <>
          <Button size="sm" onClick={onKeepTheirs} disabled={pending}>
            {t('keepTheirs')}
          </Button>
          <Button size="sm" look="primary" onClick={onApplyMine} pending={pending}>
            {t('applyMine')}
          </Button>
        </>
      }
    >
      <p className="mb-2">{t('why')}</p>
      <table className="w-full text-left text-sm">
        <thead className="text-ink-muted text-xs">
          <tr>
            <th scope="col" className="py-1 pr-3 font-medium">
              {t('field')}
            </th>
            <th scope="col" className="py-1 pr-3 font-medium">
              {t('theirs')}
            </th>
            <th scope="col" className="py-1 font-medium">
              {t('mine')}
            </th>
          </tr>
        </thead>
        <tbody>
          {list(fields).map((path, at) => (
            <tr key={path} className="border-line border-t align-baseline">
              <th scope="row" className="py-1.5 pr-3 font-normal">
                <FieldLabel name={fieldNameOf(path)} path={path} />
              </th>
              <td className="break-all py-1.5 pr-3 font-mono text-xs">{read(path, list(theirs)[at])}</td>
              <td className="break-all py-1.5 font-mono text-xs">{read(path, list(mine)[at])}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Notice>
  );
}
