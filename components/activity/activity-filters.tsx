'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { Button } from '#components/ui/button';
import { FilterFold } from '#components/ui/filter-fold';
import { Select } from '#components/ui/select';
import { SearchField } from '#components/ui/text-field';
import { RESULTS } from '#lib/contract/audit';
import { type ActivityFilter, PERIODS } from './use-activity-filter';

const TYPED_MS = 300;
const ACTS = ['service', 'node', 'outside', 'session', 'people', 'account', 'token', 'revision', 'settings'] as const;

/** Filters by actor, target, action, outcome and time. */
export function ActivityFilters({ filter }: { filter: ActivityFilter }) {
  const t = useTranslations('memory.filter');
  const outcome = useTranslations('outcome');
  const state = useTranslations('operationState');
  const { values, period, set, clear, isEmpty } = filter;
  return (
    <search aria-label={t('title')} className="mb-3 flex flex-col gap-2 sm:flex-row sm:flex-wrap sm:items-center">
      <FilterFold
        label={t('button')}
        count={[values.who, values.action, values.result, period].filter(Boolean).length}
        always={<Typed label={t('name')} value={values.name ?? ''} onValueChange={(name) => set({ name })} />}
        className="grid grid-cols-2 items-center gap-2 sm:contents"
      >
        <Typed label={t('who')} value={values.who ?? ''} onValueChange={(who) => set({ who })} />
        <Select
          className="w-48 max-sm:w-full"
          aria-label={t('action')}
          value={values.action ?? ''}
          onValueChange={(action) => set({ action })}
          options={[{ value: '', label: t('anyAct') }, ...ACTS.map((value) => ({ value, label: t(`acts.${value}`) }))]}
        />
        <Select
          className="w-48 max-sm:w-full"
          aria-label={t('result')}
          value={values.result ?? ''}
          onValueChange={(result) => set({ result })}
          options={[
            { value: '', label: t('anyResult') },
            ...RESULTS.map((value) => ({
              value,
              label:
                value === 'open'
                  ? t('open')
                  : value === 'refused' || value === 'unknown' || value === 'observed'
                    ? state(value)
                    : outcome(value),
            })),
          ]}
        />
        <Select
          className="w-48 max-sm:w-full"
          aria-label={t('period')}
          value={period}
          onValueChange={(next) => set({ period: next })}
          options={[
            { value: '', label: t('anyTime') },
            ...(Object.keys(PERIODS) as (keyof typeof PERIODS)[]).map((value) => ({
              value,
              label: t(`within.${value}`),
            })),
          ]}
        />
        {!isEmpty && (
          <Button look="quiet" onClick={clear}>
            {t('clear')}
          </Button>
        )}
      </FilterFold>
    </search>
  );
}

/** Applied when the person stops typing. */
function Typed({ label, value, onValueChange }: { label: string; value: string; onValueChange(value: string): void }) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text === value) return;
    const typed = setTimeout(() => onValueChange(text), TYPED_MS);
    return () => clearTimeout(typed);
  }, [text, value, onValueChange]);
  return (
    <SearchField
      label={label}
      placeholder={label}
      value={text}
      onValueChange={setText}
      className="w-44 max-sm:w-full max-sm:min-w-0 max-sm:flex-1"
    />
  );
}
