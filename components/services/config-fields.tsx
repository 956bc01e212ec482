'use client';

import { useTranslations } from 'next-intl';
import { useId } from 'react';
import { FormField } from '#components/ui/form-field';
import { NumberField } from '#components/ui/number-field';
import { Select } from '#components/ui/select';
import { TextField } from '#components/ui/text-field';
import { FAILURE_ACTIONS, UPDATE_ORDERS } from '#lib/domain/service/service';
import type { ConfigDraft, DraftErrors } from './update-draft';

export interface ConfigFieldsProps {
  /** Of updates or of rollbacks, because SwarmKit keeps one config for each. */
  kind: 'update' | 'rollback';
  draft: ConfigDraft;
  onDraftChange: (draft: ConfigDraft) => void;
  errors: DraftErrors;
}

/** The six settings of a rollout. */
export function ConfigFields({ kind, draft, onDraftChange, errors }: ConfigFieldsProps) {
  const t = useTranslations('services.config');
  const id = useId();
  const set = (part: Partial<ConfigDraft>) => onDraftChange({ ...draft, ...part });
  const wrong = (field: keyof ConfigDraft) => {
    const kindOfError = errors[`${kind}.${field}`];
    return kindOfError && t(`error.${field === 'maxFailureRatio' ? 'ratio' : kindOfError}`);
  };
  return (
    <fieldset aria-labelledby={id} className="grid gap-x-4 gap-y-3 sm:grid-cols-2">
      <legend id={id} className="sr-only">
        {t(`title.${kind}`)}
      </legend>
      <FormField label={t('parallelism')} hint={t('hint.parallelism')} error={wrong('parallelism')}>
        <NumberField value={draft.parallelism} onValueChange={(parallelism) => set({ parallelism })} />
      </FormField>
      <FormField label={t('order')}>
        <Select
          value={draft.order}
          onValueChange={(order) => set({ order })}
          options={UPDATE_ORDERS.map((value) => ({ value, label: t(`orderIs.${value}`) }))}
        />
      </FormField>
      <FormField label={t('delay')} hint={t('hint.delay')} error={wrong('delay')}>
        <TextField mono value={draft.delay} onValueChange={(delay) => set({ delay })} />
      </FormField>
      <FormField label={t('monitor')} hint={t('hint.monitor')} error={wrong('monitor')}>
        <TextField mono value={draft.monitor} onValueChange={(monitor) => set({ monitor })} />
      </FormField>
      <FormField label={t('failureAction')}>
        <Select
          value={draft.failureAction}
          onValueChange={(failureAction) => set({ failureAction })}
          options={FAILURE_ACTIONS.filter((action) => kind === 'update' || action !== 'rollback').map((value) => ({
            value,
            label: t(`actionIs.${value}`),
          }))}
        />
      </FormField>
      <FormField label={t('maxFailureRatio')} hint={t('hint.maxFailureRatio')} error={wrong('maxFailureRatio')}>
        <NumberField
          value={draft.maxFailureRatio}
          onValueChange={(maxFailureRatio) => set({ maxFailureRatio })}
          step={0.05}
          max={1}
        />
      </FormField>
    </fieldset>
  );
}
