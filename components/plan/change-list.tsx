'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { DiffList } from '#components/ui/diff-list';
import { HIDDEN } from '#lib/domain/access/redact';
import type { FieldChange } from '#lib/domain/operation/operation';
import { type FieldName, fieldNameOf, shownValue } from './field-name';

/** The fields that an action changes, with both values. */
export function ChangeList({ changes }: { changes: readonly FieldChange[] }) {
  const t = useTranslations('field');
  const value = (path: string, raw: unknown): ReactNode | null => {
    if (raw === null || raw === undefined) return null;
    if (raw === HIDDEN || (typeof raw === 'string' && raw.startsWith('digest:')))
      return <span title={t('hiddenWhy')}>{t('hidden')}</span>;
    return shownValue(path, raw);
  };
  return (
    <DiffList
      label={t('title')}
      entries={changes.map(({ path, before, after }) => ({
        key: path,
        field: <FieldLabel name={fieldNameOf(path)} path={path} />,
        before: value(path, before),
        after: value(path, after),
      }))}
    />
  );
}

/** The field's name in the catalogue; the engine's path where it has none. */
export function FieldLabel({ name, path }: { name: FieldName | null; path: string }) {
  const t = useTranslations('field.name');
  if (!name) return <code className="break-all font-mono text-xs">{path}</code>;
  return (
    <span title={path}>
      {t(name.key)}
      {name.member !== null && <code className="ml-1 break-all font-mono text-xs">{name.member}</code>}
    </span>
  );
}
