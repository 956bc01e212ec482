'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { ActOutcome } from '#components/plan/act-outcome';
import { ActPreview } from '#components/plan/act-preview';
import type { Act } from '#components/plan/use-act';
import { Button } from '#components/ui/button';
import { Dialog } from '#components/ui/dialog';
import type { ServiceRow } from '#lib/live/picture/service-row';
import { ServiceCount } from './service-count';
import { UpdateMark } from './update-mark';
import type { PreviewAnswer } from './use-preview';

export interface ActDialogProps {
  service: ServiceRow;
  act: Act;
  title: string;
  description?: ReactNode;
  size?: 'md' | 'lg';
  /** The fields; gone once the act is on its way. */
  children: ReactNode;
  preview: PreviewAnswer;
  changesFirst?: boolean;
  /** In place of the preview while there is nothing to be shown. */
  nothingYet?: ReactNode;
  /** The word of the button that does it. */
  does: string;
  onSend: (version: number, overwrite: boolean) => void;
  onClose: () => void;
}

/** Every act on a service: fields, then what they would do, then the swarm doing it, then what became of it. */
export function ActDialog(props: ActDialogProps) {
  const { service, act, title, description, size, children, preview, changesFirst, nothingYet, does, onSend, onClose } =
    props;
  const t = useTranslations('act');
  const { phase } = act;
  // Whoever does not know what became of it must not send it again: the swarm tells in a while.
  const unknown = act.fault?.code === 'outcome_unknown';
  const asking = !unknown && (phase === 'idle' || phase === 'sending' || phase === 'failed');
  const conflict = act.fault?.code === 'edit_conflict';
  const ready = preview.current && (preview.preview?.changes.length ?? 0) > 0;
  const send = (overwrite: boolean) =>
    onSend(overwrite ? service.version : (preview.preview?.version ?? service.version), overwrite);

  return (
    <Dialog
      open
      size={size}
      onOpenChange={(open) => !open && onClose()}
      locked={phase === 'sending'}
      title={title}
      description={asking ? description : undefined}
      footer={
        asking ? (
          <>
            <Button disabled={phase === 'sending'} onClick={onClose}>
              {t('cancel')}
            </Button>
            {!conflict && (
              <Button look="primary" pending={phase === 'sending'} disabled={!ready} onClick={() => send(false)}>
                {does}
              </Button>
            )}
          </>
        ) : (
          <Button look={phase === 'settled' ? 'primary' : 'plain'} onClick={onClose}>
            {t('done')}
          </Button>
        )
      }
    >
      <div className="flex flex-col gap-4">
        {asking && children}
        {asking &&
          !conflict &&
          (nothingYet ?? <ActPreview preview={preview.preview} error={preview.error} changesFirst={changesFirst} />)}
        <ActOutcome act={act} onKeepTheirs={onClose} onApplyMine={() => send(true)} />
        {!asking && (
          <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
            <ServiceCount service={service} />
            {service.updateStatus && <UpdateMark state={service.updateStatus.state} />}
          </div>
        )}
      </div>
    </Dialog>
  );
}
