'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, type ReactNode, useEffect, useId, useRef } from 'react';
import { Button } from '#components/ui/button';
import { Dialog } from '#components/ui/dialog';
import { useUi } from '#components/ui/ui-provider';
import { ActOutcome } from './act-outcome';
import { ActPreview } from './act-preview';
import { ChangedSince } from './changed-since';
import type { Act } from './use-act';
import type { Opened } from './use-opened';
import type { PreviewResult } from './use-preview';

export interface ActDialogProps {
  act: Act;
  title: string;
  description?: ReactNode;
  size?: 'md' | 'lg';
  /** The object as the person saw it, and what changed since. */
  opened: Opened<{ version: number }>;
  /** The fields; hidden once the action is sent. */
  children?: ReactNode;
  preview: PreviewResult;
  changesFirst?: boolean;
  /** Shown instead of a preview while there is nothing to preview. */
  nothingYet?: ReactNode;
  /** The submit button's label. */
  confirm: string;
  /** Live counts once the action is sent. */
  progress?: ReactNode;
  /** Shown beneath the outcome: what failed, and the way back. */
  aftermath?: ReactNode;
  onSend: (version: number, overwrite: boolean) => void;
  onClose: () => void;
}

/** The dialog of every action on an object of the swarm: fields, preview, progress, outcome. */
export function ActDialog(props: ActDialogProps) {
  const { act, title, description, size, opened, children, preview, changesFirst, nothingYet } = props;
  const { confirm, progress, aftermath, onSend, onClose } = props;
  const t = useTranslations('act');
  const { words } = useUi();
  const form = useId();
  const button = useRef<HTMLButtonElement>(null);
  const isEnterPending = useRef(false);
  const { phase } = act;
  // An action of unknown outcome must not be sent again, because the ledger soon shows its outcome.
  const isUnknown = act.fault?.code === 'outcome_unknown';
  const isEditing = !isUnknown && (phase === 'idle' || phase === 'sending' || phase === 'failed');
  const isConflict = act.fault?.code === 'edit_conflict';
  const isStale = opened.since !== null && isEditing && !isConflict && phase !== 'sending';
  const isReady = preview.current && (preview.preview?.changes.length ?? 0) > 0 && !isStale;
  const isCritical = preview.preview?.consequence.level === 'critical';
  const isDone = phase === 'settled' && (act.operation?.outcome === 'converged' || act.operation?.outcome === 'done');
  const send = (overwrite: boolean) =>
    onSend(overwrite ? opened.live.version : (preview.preview?.version ?? opened.live.version), overwrite);

  // Enter in a field submits what the preview has shown. Without a preview, and where it warns, it only moves the focus
  // to the button.
  const enter = (event: FormEvent) => {
    event.preventDefault();
    if (phase === 'sending') return;
    if (isReady && !isCritical) send(false);
    else if (isReady) button.current?.focus();
    else isEnterPending.current = true;
  };
  useEffect(() => {
    if (!isReady || !isEnterPending.current) return;
    isEnterPending.current = false;
    button.current?.focus();
  }, [isReady]);

  return (
    <Dialog
      open
      size={size}
      onOpenChange={(open) => !open && onClose()}
      locked={phase === 'sending'}
      title={title}
      description={isEditing ? description : undefined}
      footer={
        isEditing ? (
          <>
            <Button disabled={phase === 'sending'} onClick={onClose}>
              {t('cancel')}
            </Button>
            {!isConflict && (
              <Button
                ref={button}
                look={isCritical ? 'danger' : 'primary'}
                pending={phase === 'sending'}
                disabled={!isReady}
                onClick={() => send(false)}
              >
                {confirm}
              </Button>
            )}
          </>
        ) : (
          <Button look={isDone ? 'primary' : 'plain'} onClick={onClose}>
            {isDone ? t('done') : words.close}
          </Button>
        )
      }
    >
      <div className="flex flex-col gap-4">
        {isEditing && children && (
          <form id={form} onSubmit={enter} className="contents">
            {children}
            <button type="submit" hidden tabIndex={-1} aria-hidden="true" />
          </form>
        )}
        {isStale && <ChangedSince opened={opened} onKeepTheirs={onClose} />}
        {isEditing &&
          !isConflict &&
          (nothingYet ?? <ActPreview preview={preview.preview} error={preview.error} changesFirst={changesFirst} />)}
        <ActOutcome act={act} onKeepTheirs={onClose} onApplyMine={() => send(true)} />
        {!isEditing && progress}
        {!isEditing && aftermath}
      </div>
    </Dialog>
  );
}
