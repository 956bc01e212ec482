'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { verbKey } from '#components/account/verb-key';
import { useServices } from '#components/live/use-live';
import { DiffList } from '#components/ui/diff-list';
import { ExactTime } from '#components/ui/time-ago';
import { tokenScope } from '#lib/contract/tokens';
import { ROLES, VERBS } from '#lib/domain/access/roles';
import type { FieldChange } from '#lib/domain/operation/operation';
import { houseFieldOf } from './house-field';

/** What an operation changed of the console itself: a role, a token's rights, a note. */
export function HouseChanges({ changes }: { changes: readonly FieldChange[] }) {
  const t = useTranslations('activity.house');
  const value = useValue();
  return (
    <DiffList
      label={t('title')}
      entries={changes.flatMap(({ path, before, after }) => {
        const field = houseFieldOf(path);
        if (before === null && after === null) return [];
        return [
          {
            key: path,
            field: field ? t(field) : <code className="font-mono text-xs">{path}</code>,
            before: value(path, before),
            after: value(path, after),
          },
        ];
      })}
    />
  );
}

function useValue(): (path: string, raw: unknown) => ReactNode | null {
  const t = useTranslations('activity.house');
  const tokens = useTranslations('tokens');
  const verb = useTranslations('tokens.verb');
  const role = useTranslations('role');
  const nameOf = new Map((useServices() ?? []).map(({ id, name }) => [id as string, name]));
  return (path, raw) => {
    if (raw === null || raw === undefined || raw === '') return null;
    if (typeof raw === 'boolean') return t(raw ? 'yes' : 'no');
    if (path === 'expiresAt') return <ExactTime at={String(raw)} />;
    if (path === 'role') return ((known) => (known ? role(known) : String(raw)))(ROLES.find((one) => one === raw));
    if (path === 'verbs' && Array.isArray(raw))
      return VERBS.filter((one) => raw.includes(one) && one !== 'people:administer')
        .map((one) => verb(verbKey(one)))
        .join(' · ');
    if (path === 'scope') {
      const { data: scope } = tokenScope.safeParse(raw);
      if (!scope) return JSON.stringify(raw);
      if (scope.kind === 'all') return tokens('everything');
      return [
        ...scope.stacks.map((name) => tokens('stackNamed', { name })),
        ...scope.services.map((id) => nameOf.get(id) ?? id.slice(0, 12)),
      ].join(' · ');
    }
    return typeof raw === 'string' ? raw : JSON.stringify(raw);
  };
}
