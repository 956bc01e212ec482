'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useId, useMemo, useState } from 'react';
import { call } from '#components/api/call';
import { useServices } from '#components/live/use-live';
import { useAct } from '#components/plan/use-act';
import { usePreview } from '#components/plan/use-preview';
import { Checkbox } from '#components/ui/checkbox';
import { FormField } from '#components/ui/form-field';
import { TextField } from '#components/ui/text-field';
import { previewUpdate, type RevisionRow, updateService } from '#lib/contract/services';
import { imageName, parseImage } from '#lib/domain/service/image';
import { isJob } from '#lib/domain/service/service';
import type { ServiceRow } from '#lib/live/picture/service-row';
import { ConfigFields } from './config-fields';
import { ServiceActDialog, type ServiceDialogProps, useOpenedService } from './service-act-dialog';
import { draftOf, readDraft, rebased } from './update-draft';

/** Changes the image or the update config; only edited fields are written. */
export function UpdateDialog(props: ServiceDialogProps) {
  const { service, revisions, onRollback, onClose } = props;
  const t = useTranslations('services.edit');
  const act = useAct();
  const opened = useOpenedService(props);
  // Only differences from what the person saw are theirs.
  const shown = opened.seen;
  const [draft, setDraft] = useState(() => draftOf(service));
  const { change, errors, touched } = readDraft(draft, shown);
  const params = { serviceId: service.id };
  const accept = () => {
    setDraft(rebased(draft, draftOf(shown), draftOf(opened.live)));
    opened.accept();
  };
  const suggestions = useId();
  const images = useKnownImages(service, revisions);

  const preview = usePreview({
    act: 'update',
    id: service.id,
    version: service.version,
    input: change,
    ask: (change, signal) => call(previewUpdate, { params, body: { change } }, signal),
    enabled: act.phase === 'idle' || act.phase === 'failed',
  });
  const sameTag = draft.image.trim() === imageName(shown.image);

  return (
    <ServiceActDialog
      opened={{ ...opened, accept }}
      onRollback={onRollback}
      act={act}
      size="lg"
      title={t('title', { name: service.name })}
      preview={preview}
      changesFirst
      nothingYet={change === null ? touched ? <span /> : <p className="text-ink-muted">{t('nothing')}</p> : undefined}
      confirm={t('do', { name: service.name })}
      onSend={(version, overwrite) => {
        if (change) act.submit(() => call(updateService, { params, body: { change, version, overwrite } }));
      }}
      onClose={onClose}
    >
      <FormField label={t('image')} hint={t('imageHint')} error={errors.image && t('imageError')}>
        <TextField
          mono
          list={suggestions}
          autoComplete="off"
          value={draft.image}
          onValueChange={(image) => setDraft({ ...draft, image, lookUp: false })}
        />
      </FormField>
      <datalist id={suggestions}>
        {images.map((image) => (
          <option key={image} value={image} />
        ))}
      </datalist>
      <Checkbox
        label={t('lookUp')}
        hint={t('lookUpHint')}
        checked={draft.lookUp}
        disabled={!sameTag}
        onCheckedChange={(lookUp) => setDraft({ ...draft, lookUp })}
      />
      <Checkbox
        label={t('force')}
        hint={t('forceHint')}
        checked={draft.force}
        onCheckedChange={(force) => setDraft({ ...draft, force })}
      />
      {!isJob(shown.mode) && (
        <>
          <Fold title={t('updateSettings')} changed={Object.keys(change?.updateConfig ?? {}).length}>
            <ConfigFields
              kind="update"
              draft={draft.update}
              errors={errors}
              onDraftChange={(update) => setDraft({ ...draft, update })}
            />
          </Fold>
          <Fold title={t('rollbackSettings')} changed={Object.keys(change?.rollbackConfig ?? {}).length}>
            <ConfigFields
              kind="rollback"
              draft={draft.rollback}
              errors={errors}
              onDraftChange={(rollback) => setDraft({ ...draft, rollback })}
            />
          </Fold>
        </>
      )}
    </ServiceActDialog>
  );
}

function Fold({ title, changed, children }: { title: string; changed: number; children: ReactNode }) {
  const t = useTranslations('services.edit');
  return (
    <details className="rounded-md border border-line">
      <summary className="px-3 py-2 font-medium text-sm">
        {title}
        {changed > 0 && (
          <span className="ml-2 font-normal text-ink-muted text-xs">{t('changed', { count: changed })}</span>
        )}
      </summary>
      <div className="border-line border-t p-3">{children}</div>
    </details>
  );
}

/** Images of this service's revisions, and tags of the same repository that other services run. */
function useKnownImages(service: ServiceRow, revisions: readonly RevisionRow[]): string[] {
  const services = useServices();
  return useMemo(() => {
    const { repository } = parseImage(service.image);
    const others = (services ?? [])
      .map(({ image }) => image)
      .filter((image) => parseImage(image).repository === repository);
    return [...new Set([...revisions.map(({ image }) => image), ...others].map(imageName))].filter(
      (image) => image !== imageName(service.image),
    );
  }, [service.image, revisions, services]);
}
