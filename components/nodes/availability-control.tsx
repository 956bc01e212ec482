'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { call } from '#components/api/call';
import { useNodeName } from '#components/live/use-live';
import { ActDialog } from '#components/plan/act-dialog';
import { GuardedButton } from '#components/plan/guarded-button';
import { useAct } from '#components/plan/use-act';
import { useActOfAddress } from '#components/plan/use-act-of-address';
import { type Since, useOpened } from '#components/plan/use-opened';
import { usePreview } from '#components/plan/use-preview';
import { ProgressBar } from '#components/ui/progress-bar';
import { previewAvailability, setAvailability } from '#lib/contract/nodes';
import { AVAILABILITIES, type Availability, type Node } from '#lib/domain/node/node';
import { isOver, type Task } from '#lib/domain/task/task';

interface AvailabilityControlProps {
  node: Node;
  tasks: readonly Task[] | undefined;
}

/** The node's other availabilities; each opens its preview first. */
export function AvailabilityControl({ node, tasks }: AvailabilityControlProps) {
  const t = useTranslations('nodes.act');
  const [wanted, setWanted] = useState<Availability | null>(null);
  useActOfAddress(setWanted, AVAILABILITIES, 'node:availability');
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
  const act = useAct();
  const opened = useOpened(node, nodeSince);
  const name = useNodeName(node);
  const left = tasks?.filter((task) => !isOver(task)).length ?? 0;
  const [toStop, setToStop] = useState(left);
  const params = { nodeId: node.id };
  const preview = usePreview({
    act: 'availability',
    id: node.id,
    version: node.version,
    input: wanted,
    ask: (availability, signal) => call(previewAvailability, { params, query: { availability } }, signal),
    enabled: act.phase === 'idle' || act.phase === 'failed',
  });
  return (
    <ActDialog
      act={act}
      opened={opened}
      title={t(`${wanted}.title`, { name })}
      description={t(`${wanted}.meaning`)}
      preview={preview}
      confirm={t(`${wanted}.confirm`, { name })}
      progress={
        wanted === 'drain' && (
          <div className="flex flex-col gap-2">
            <span>{t('tasksLeft', { count: left })}</span>
            <ProgressBar label={t('stopped')} value={Math.max(0, toStop - left)} max={toStop} />
          </div>
        )
      }
      onSend={(version, overwrite) => {
        setToStop(left);
        const body = { availability: wanted, seen: opened.seen.availability, version, overwrite };
        act.submit(() => call(setAvailability, { params, body }));
      }}
      onClose={onClose}
    />
  );
}

/** What changed of the spec values that a node's row shows. */
function nodeSince(seen: Node, live: Node): Since | null {
  const fields = ({ availability, role, labels }: Node) => ({ Availability: availability, Role: role, Labels: labels });
  const [before, after]: Record<string, unknown>[] = [fields(seen), fields(live)];
  const changes = Object.keys(after ?? {})
    .map((path) => ({ path, before: before?.[path], after: after?.[path] }))
    .filter((change) => JSON.stringify(change.before) !== JSON.stringify(change.after));
  return changes.length > 0 ? { changes, by: [] } : null;
}
