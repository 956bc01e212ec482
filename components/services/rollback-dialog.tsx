'use client';

import { useFormatter, useTranslations } from 'next-intl';
import { useState } from 'react';
import { call } from '#components/api/call';
import { useAct } from '#components/plan/use-act';
import { usePreview } from '#components/plan/use-preview';
import { FormField } from '#components/ui/form-field';
import { Select } from '#components/ui/select';
import { previewRollback, rollbackService } from '#lib/contract/services';
import { imageName } from '#lib/domain/service/image';
import { ServiceActDialog, type ServiceDialogProps, useOpenedService } from './service-act-dialog';

export interface RollbackDialogProps extends ServiceDialogProps {
  /** The preselected revision. */
  first: number | null;
}

/** Rolls back to a stored spec: choose it, see its changes by field, submit. */
export function RollbackDialog(props: RollbackDialogProps) {
  const { service, revisions, first, onRollback, onClose } = props;
  const t = useTranslations('services.rollback');
  const format = useFormatter();
  const act = useAct();
  const opened = useOpenedService(props);
  // The rollback itself records a new revision, which must not become a choice.
  const choices = revisions.filter(({ current, version }) => !current && version <= opened.seen.version);
  const [picked, setPicked] = useState<number | null>(first);
  // The revisions may arrive after the dialog has opened.
  const chosen = picked ?? choices[0]?.number ?? null;
  const params = { serviceId: service.id };

  const preview = usePreview({
    act: 'rollback',
    id: service.id,
    version: service.version,
    input: chosen,
    ask: (revision, signal) => call(previewRollback, { params, query: { revision } }, signal),
    enabled: act.phase === 'idle' || act.phase === 'failed',
  });

  return (
    <ServiceActDialog
      opened={opened}
      onRollback={onRollback}
      act={act}
      size="lg"
      title={t('title', { name: service.name })}
      description={t('why')}
      preview={preview}
      changesFirst
      nothingYet={chosen === null ? <p className="text-ink-muted">{t('none')}</p> : undefined}
      confirm={chosen === null ? t('doNone') : t('do', { number: chosen })}
      onSend={(version, overwrite) => {
        if (chosen !== null)
          act.submit(() => call(rollbackService, { params, body: { revision: chosen, version, overwrite } }));
      }}
      onClose={onClose}
    >
      {chosen !== null && (
        <FormField label={t('to')}>
          <Select
            value={String(chosen)}
            onValueChange={(value) => setPicked(Number(value))}
            options={choices.map(({ number, image, seenAt }) => ({
              value: String(number),
              label: t('option', {
                number,
                image: imageName(image),
                when: format.dateTime(new Date(seenAt), { dateStyle: 'medium', timeStyle: 'short' }),
              }),
            }))}
          />
        </FormField>
      )}
    </ServiceActDialog>
  );
}
