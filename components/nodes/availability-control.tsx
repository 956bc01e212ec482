'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ActOutcome } from '#components/plan/act-outcome';
import { ActPreview } from '#components/plan/act-preview';
import { GuardedButton } from '#components/plan/guarded-button';
import { useAct } from '#components/plan/use-act';
import { Button } from '#components/ui/button';
import { Dialog } from '#components/ui/dialog';
import { ProgressBar } from '#components/ui/progress-bar';
import { useUi } from '#components/ui/ui-provider';
import { previewAvailability, setAvailability } from '#lib/contract/nodes';
import { AVAILABILITIES, type Availability, type Node } from '#lib/domain/node/node';
import { isOver, type Task } from '#lib/domain/task/task';
import { call } from '../api/call';

interface AvailabilityControlProps {
  node: Node;
  tasks: readonly Task[] | undefined;
}

/** The other availabilities a node can be given; each opens its preview first. */
export function AvailabilityControl({ node, tasks }: AvailabilityControlProps) {
  const t = useTranslations('nodes.act');
  const [wanted, setWanted] = useState<Availability | null>(null);
  return (
    <>
      {AVAILABILITIES.filter((availability) => availability !== node.availability).map((availability) => (
        <GuardedButton
          key={availability}
          verb="node:availability"
          look={availability === 'drain' ? 'danger-quiet' : 'plain'}
          onClick={() => setWanted(availability)}
        >
          {t(`${availability}.verb`)}
        </GuardedButton>
      ))}
      {wanted && <AvailabilityDialog node={node} tasks={tasks} wanted={wanted} onClose={() => setWanted(null)} />}
    </>
  );
}

interface AvailabilityDialogProps extends AvailabilityControlProps {
  wanted: Availability;
  onClose: () => void;
}

function AvailabilityDialog({ node, tasks, wanted, onClose }: AvailabilityDialogProps) {
  const t = useTranslations('nodes.act');
  const words = useTranslations('act');
  const ui = useUi().words;
  const act = useAct();
  const left = tasks?.filter((task) => !isOver(task)).length ?? 0;
  const [toStop, setToStop] = useState(left);
  const preview = useQuery({
    queryKey: ['availability', node.id, wanted, node.version],
    queryFn: ({ signal }) =>
      call(previewAvailability, { params: { nodeId: node.id }, query: { availability: wanted } }, signal),
    enabled: act.phase === 'idle' || act.phase === 'failed',
  });
  const [seen] = useState(node.availability);
  const send = (overwrite: boolean) => {
    setToStop(left);
    act.submit(() =>
      call(setAvailability, {
        params: { nodeId: node.id },
        body: { availability: wanted, seen, version: preview.data?.version ?? node.version, overwrite },
      }),
    );
  };
  const isConflict = act.fault?.code === 'edit_conflict';
  const isOut = act.phase === 'requested' || act.phase === 'settled';
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      locked={act.phase === 'sending'}
      title={t(`${wanted}.title`, { name: node.hostname })}
      description={t(`${wanted}.meaning`)}
      footer={
        isOut ? (
          <Button look={act.phase === 'settled' ? 'primary' : 'plain'} onClick={onClose}>
            {act.phase === 'settled' ? words('done') : ui.close}
          </Button>
        ) : (
          <>
            <Button onClick={onClose}>{words('cancel')}</Button>
            {!isConflict && (
              <Button
                look={preview.data?.consequence.level === 'critical' ? 'danger' : 'primary'}
                pending={act.phase === 'sending'}
                disabled={!preview.data || preview.data.changes.length === 0}
                onClick={() => send(false)}
              >
                {t(`${wanted}.confirm`, { name: node.hostname })}
              </Button>
            )}
          </>
        )
      }
    >
      <div className="flex flex-col gap-4">
        {!isOut && <ActPreview preview={preview.data} error={preview.error} />}
        <ActOutcome act={act} onKeepTheirs={onClose} onApplyMine={() => send(true)}>
          {wanted === 'drain' ? (
            <span className="flex flex-col gap-2">
              <span>{t('tasksLeft', { count: left })}</span>
              <ProgressBar label={t('stopped')} value={Math.max(0, toStop - left)} max={toStop} />
            </span>
          ) : undefined}
        </ActOutcome>
      </div>
    </Dialog>
  );
}
