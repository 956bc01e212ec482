'use client';

import { useCallback } from 'react';
import { ActDialog, type ActDialogProps } from '#components/plan/act-dialog';
import { type Opened, useOpened } from '#components/plan/use-opened';
import type { RevisionRow } from '#lib/contract/services';
import type { Outcome } from '#lib/domain/operation/operation';
import type { ServiceRow } from '#lib/live/picture/service-row';
import { FailedUpdate } from './failed-update';
import { ServiceCount } from './service-count';
import { serviceSince } from './service-since';
import { UpdateMark } from './update-mark';

export interface ServiceDialogProps {
  service: ServiceRow;
  /** Its stored revisions, newest first. */
  revisions: readonly RevisionRow[];
  /** Offers a rollback after a failed action; null where this person lacks the right. */
  onRollback: (() => void) | null;
  onClose: () => void;
}

/** The service as it was when the dialog opened, and what changed since. */
export function useOpenedService({ service, revisions }: ServiceDialogProps): Opened<ServiceRow> {
  const changesOf = useCallback(
    (seen: ServiceRow, live: ServiceRow) => serviceSince(seen, live, revisions),
    [revisions],
  );
  return useOpened(service, changesOf);
}

type ServiceActDialogProps = Omit<ActDialogProps, 'opened' | 'progress' | 'aftermath'> & {
  opened: Opened<ServiceRow>;
  onRollback: (() => void) | null;
};

const FAILED: ReadonlySet<Outcome | null> = new Set<Outcome>(['paused', 'rolled_back', 'failing', 'failed']);

/** The action dialog with a service's live counts, and with its failed task where there is one. */
export function ServiceActDialog({ onRollback, ...props }: ServiceActDialogProps) {
  const { act, opened } = props;
  const service = opened.live;
  const isOver = act.phase === 'settled';
  const hasFailed = isOver && FAILED.has(act.operation?.outcome ?? null);
  return (
    <ActDialog
      {...props}
      progress={
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
          <ServiceCount service={service} />
          {service.updateStatus && <UpdateMark state={service.updateStatus.state} />}
        </div>
      }
      aftermath={
        hasFailed ? (
          <FailedUpdate
            service={service}
            message={act.operation?.outcomeText ?? ''}
            onRollback={act.operation?.outcome === 'rolled_back' ? null : onRollback}
          />
        ) : undefined
      }
    />
  );
}
