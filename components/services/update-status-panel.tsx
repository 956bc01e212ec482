'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { addsToOutcome } from '#components/activity/plain-outcome';
import { EngineWords } from '#components/plan/engine-words';
import { usePerson } from '#components/shell/person';
import { TaskTrouble } from '#components/tasks/task-trouble';
import { cn } from '#components/ui/class-names';
import { ProgressBar } from '#components/ui/progress-bar';
import { StateGlyph } from '#components/ui/state-glyph';
import { TimeAgo } from '#components/ui/time-ago';
import { TextLink } from '#components/ui/ui-link';
import { may } from '#lib/domain/access/roles';
import type { NodeId } from '#lib/domain/ids';
import type { Node } from '#lib/domain/node/node';
import { isTaskDirty } from '#lib/domain/rollout/dirty';
import { culpritOf, progressOf } from '#lib/domain/rollout/progress';
import { nodeOf } from '#lib/domain/rollout/rollout';
import { isUpdateInFlight, isUpdateStuck, type UpdateStatus } from '#lib/domain/service/service';
import { hasFailed, type Task } from '#lib/domain/task/task';
import type { ServiceRow } from '#lib/live/picture/service-row';
import { durationText } from './duration';
import { UpdateMark } from './update-mark';

export interface UpdateStatusPanelProps {
  service: ServiceRow;
  /** undefined: not here yet. */
  tasks: readonly Task[] | undefined;
  nodes: ReadonlyMap<NodeId, Node>;
  /** Actions while the update is paused: the way back first. */
  ways?: ReactNode;
  /** The earlier revision that the present spec restores, and who did it; null where it restores none. */
  restored?: { number: number; by: string | null } | null;
}

/** The state of the last update or rollback: prominent while it runs or is paused, one quiet line when it is over. */
export function UpdateStatusPanel(props: UpdateStatusPanelProps) {
  const { service } = props;
  const status = service.updateStatus;
  if (!status) return null;
  if (isUpdateInFlight(service)) return <InFlight {...props} status={status} />;
  if (isUpdateStuck(service)) return <Stuck {...props} status={status} />;
  return <Over status={status} restored={props.restored ?? null} />;
}

interface PartProps extends UpdateStatusPanelProps {
  status: UpdateStatus;
}

function Frame({ title, tone, children }: { title: ReactNode; tone: 'flight' | 'bad'; children: ReactNode }) {
  const t = useTranslations('services.update');
  return (
    <section
      aria-label={t('title')}
      className={cn(
        'mb-4 rounded-lg border px-4 py-3',
        tone === 'bad' ? 'border-bad-mark/35 bg-bad-soft' : 'border-flight-mark/35 bg-flight-soft',
      )}
    >
      <h2 className="flex flex-wrap items-baseline gap-x-3 font-medium">{title}</h2>
      {children}
    </section>
  );
}

function Progress({ service, tasks, nodes, tone }: UpdateStatusPanelProps & { tone: 'flight' | 'bad' }) {
  const t = useTranslations('services.update');
  if (!tasks) return null;
  const { moved, moving, of } = progressOf(service, tasks, nodes);
  return (
    <div className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-1">
      <ProgressBar
        label={t('progress')}
        value={moved}
        max={of}
        coming={moving}
        tone={tone}
        className="max-w-96 flex-1 basis-40"
      />
      <p className="text-ink tabular-nums">
        {t('moved', { moved, of })}
        {moving > 0 && <span className="text-ink-muted">{t('moving', { moving })}</span>}
      </p>
    </div>
  );
}

function InFlight(props: PartProps) {
  const t = useTranslations('services.update');
  const { service, tasks, status, nodes } = props;
  const { moved, of } = progressOf(service, tasks ?? [], nodes);
  const back = status.state === 'rollback_started';
  const config = back ? service.rollbackConfig : service.updateConfig;
  const failed = failuresOf(props);
  return (
    <Frame
      tone="flight"
      title={
        <>
          <UpdateMark state={status.state} full />
          {status.startedAt && (
            <span className="font-normal text-ink-muted text-xs">
              {t('since')} <TimeAgo at={status.startedAt} />
            </span>
          )}
        </>
      }
    >
      <Progress {...props} tone="flight" />
      <p className="mt-1.5 text-ink-muted">
        {moved >= of && of > 0 && `${t('allMoved')} `}
        {config.parallelism === 0
          ? t('pace.allAtOnce')
          : t('pace.waves', { count: config.parallelism, delay: durationText(config.delayMs) })}{' '}
        {t(`onFailure.${config.failureAction}`)}
      </p>
      {back && <EngineWords text={status.message} />}
      {failed[0] && (
        <div className="mt-2 border-flight-mark/35 border-t pt-2">
          <p className="text-bad-text">{t('failedSoFar', { count: failed.length })}</p>
          <TaskTrouble task={failed[0]} />
        </div>
      )}
    </Frame>
  );
}

function Stuck(props: PartProps) {
  const t = useTranslations('services.update');
  const { tasks, status, service, ways } = props;
  const mayReadLogs = may(usePerson().role, 'logs:read');
  const named = culpritOf(status.message, tasks ?? []);
  // The swarm keeps only the last five tasks of a slot; the newest that failed since explains as much.
  const culprit = named ?? failuresOf(props)[0];
  return (
    <Frame
      tone="bad"
      title={
        <>
          <UpdateMark state={status.state} full />
          {status.startedAt && (
            <span className="font-normal text-ink-muted text-xs">
              {t('began')} <TimeAgo at={status.startedAt} />
            </span>
          )}
        </>
      }
    >
      <Progress {...props} tone="bad" />
      <div className="mt-2 grid gap-1.5">
        {culprit && (culprit.error !== '' || culprit.exitCode) ? (
          <div>
            <p className="text-ink">{t(named ? 'culprit' : 'likeCulprit', { slot: culprit.slot ?? 'none' })}</p>
            <TaskTrouble task={culprit} />
            {mayReadLogs && <TextLink href={`/tasks/${culprit.id}/logs`}>{t('culpritLogs')}</TextLink>}
          </div>
        ) : (
          tasks && <p className="text-ink">{t('culpritGone')}</p>
        )}
        <EngineWords text={status.message} />
        <p className="text-ink-muted">{t(service.updateStatus?.state === 'paused' ? 'stands' : 'rollbackStands')}</p>
      </div>
      {ways && <div className="mt-3 flex flex-wrap items-center gap-2">{ways}</div>}
    </Frame>
  );
}

function Over({ status, restored }: { status: UpdateStatus; restored: { number: number; by: string | null } | null }) {
  const t = useTranslations('services.update');
  const at = status.completedAt ?? status.startedAt;
  return (
    <section aria-label={t('title')} className="mb-4 flex flex-wrap items-center gap-x-2 text-ink-muted">
      <StateGlyph tone="off" shape="tick" />
      {restored
        ? t(restored.by === null ? 'over.restoredOutside' : 'over.restored', {
            number: restored.number,
            by: restored.by ?? '',
          })
        : t(`over.${status.state === 'rollback_completed' ? 'rolledBack' : 'completed'}`)}
      {at && <TimeAgo at={at} />}
      {addsToOutcome(status.message) && <EngineWords text={status.message} />}
    </section>
  );
}

/** Tasks of the present spec that failed since the update began, newest first. */
const failuresOf = ({ service, tasks, nodes, status: { startedAt } }: PartProps): Task[] =>
  (tasks ?? [])
    .filter((task) => hasFailed(task) && task.createdAt >= (startedAt ?? ''))
    .filter((task) => !isTaskDirty(service, task, nodeOf(task, nodes)))
    .sort(newest);

const newest = (a: Task, b: Task): number => (a.createdAt < b.createdAt ? 1 : -1);
