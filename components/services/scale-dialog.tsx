'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { call } from '#components/api/call';
import { useAct } from '#components/plan/use-act';
import { usePreview } from '#components/plan/use-preview';
import { FormField } from '#components/ui/form-field';
import { NumberField } from '#components/ui/number-field';
import { previewScale, scaleService } from '#lib/contract/services';
import type { ServiceRow } from '#lib/live/picture/service-row';
import { ServiceActDialog, type ServiceDialogProps, useOpenedService } from './service-act-dialog';

const MOST = 20_000;

const countOf = ({ mode }: ServiceRow): number =>
  mode.kind === 'replicated' ? mode.replicas : mode.kind === 'replicated-job' ? mode.totalCompletions : 0;

/** Sets the replicas of a replicated service, or the completions of a job. */
export function ScaleDialog(props: ServiceDialogProps) {
  const { service, onRollback, onClose } = props;
  const t = useTranslations('services.scale');
  const act = useAct();
  const opened = useOpenedService(props);
  const now = countOf(opened.seen);
  const [wanted, setWanted] = useState<number | null>(now);
  const [touched, setTouched] = useState(false);
  const sound = wanted !== null && Number.isInteger(wanted) && wanted >= 0 && wanted <= MOST;
  const params = { serviceId: service.id };

  const preview = usePreview({
    act: 'scale',
    id: service.id,
    version: service.version,
    input: sound && wanted !== now ? wanted : null,
    ask: (replicas, signal) => call(previewScale, { params, query: { replicas } }, signal),
    enabled: act.phase === 'idle' || act.phase === 'failed',
  });

  return (
    <ServiceActDialog
      opened={opened}
      onRollback={onRollback}
      act={act}
      title={t('title', { name: service.name })}
      preview={preview}
      confirm={sound ? t('do', { replicas: wanted }) : t('doPlain')}
      nothingYet={sound && wanted !== now ? undefined : <p className="text-ink-muted">{sound && t('same')}</p>}
      onSend={(version, overwrite) => {
        if (sound) act.submit(() => call(scaleService, { params, body: { replicas: wanted, version, overwrite } }));
      }}
      onClose={onClose}
    >
      <FormField
        label={t(service.mode.kind === 'replicated-job' ? 'completions' : 'replicas')}
        hint={t('hint', { now })}
        error={touched && !sound && t('invalid')}
      >
        <NumberField
          value={wanted}
          max={MOST}
          onValueChange={(value) => {
            setTouched(true);
            setWanted(value);
          }}
        />
      </FormField>
    </ServiceActDialog>
  );
}
