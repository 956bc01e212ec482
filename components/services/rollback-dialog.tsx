'use client';

import { useFormatter, useTranslations } from 'next-intl';
import { useState } from 'react';
import { useAct } from '#components/plan/use-act';
import { FormField } from '#components/ui/form-field';
import { Select } from '#components/ui/select';
import { previewRollback, type RevisionRow, rollbackService } from '#lib/contract/services';
import { imageName } from '#lib/domain/service/image';
import type { ServiceRow } from '#lib/live/picture/service-row';
import { call } from '../api/call';
import { ActDialog } from './act-dialog';
import { usePreview } from './use-preview';

export interface RollbackDialogProps {
  service: ServiceRow;
  revisions: readonly RevisionRow[];
  /** The one that is proposed. */
  first: number | null;
  onClose: () => void;
}

/** Back to a stored spec: which one, what that changes field by field, and then the act. */
export function RollbackDialog({ service, revisions, first, onClose }: RollbackDialogProps) {
  const t = useTranslations('services.rollback');
  const format = useFormatter();
  const act = useAct();
  // What was there to choose from when it opened: the act itself makes a new revision.
  const [choices] = useState(() => revisions.filter(({ current }) => !current));
  const [chosen, setChosen] = useState<number | null>(first ?? choices[0]?.number ?? null);
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
    <ActDialog
      service={service}
      act={act}
      size="lg"
      title={t('title', { name: service.name })}
      description={t('why')}
      preview={preview}
      changesFirst
      nothingYet={chosen === null ? <p className="text-ink-muted">{t('none')}</p> : undefined}
      does={t('do', { number: chosen ?? 0 })}
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
            onValueChange={(value) => setChosen(Number(value))}
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
    </ActDialog>
  );
}
