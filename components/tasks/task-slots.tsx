'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useMemo, useState } from 'react';
import { useNodes } from '#components/live/use-live';
import { Button } from '#components/ui/button';
import { cn } from '#components/ui/class-names';
import { type Column, DataTable } from '#components/ui/data-table';
import { EmptyState } from '#components/ui/empty-state';
import { SegmentedControl } from '#components/ui/segmented-control';
import { ShortId } from '#components/ui/short-id';
import { StateMark } from '#components/ui/state-mark';
import { TimeAgo } from '#components/ui/time-ago';
import { TextLink } from '#components/ui/ui-link';
import { useNow } from '#components/ui/use-now';
import { nodeNames } from '#lib/domain/node/node-name';
import { imageName } from '#lib/domain/service/image';
import { type SlotStanding, standingOf } from '#lib/domain/service/slot-standing';
import { type Slot, slotsOf } from '#lib/domain/task/slots';
import { hasFailed, isOver, isStarting, isWanted, type Task } from '#lib/domain/task/task';
import { type TaskWord, taskMarkOf } from './task-mark';
import { TaskStateMark } from './task-state-mark';
import { TaskTrouble } from './task-trouble';

interface Line {
  task: Task;
  slot: Slot;
  /** An earlier task, shown under the present one of its slot. */
  earlier: boolean;
}

export interface TaskSlotsProps {
  tasks: readonly Task[] | undefined;
  /** By node where the service is global. */
  by: 'slot' | 'node';
  /** The spec's present image. */
  image: string;
  /** Whether some slot is in a crash loop; its tasks show which. */
  crashing: boolean;
  caption: string;
}

/** A crash loop lasts for minutes, so the table need not render each second. */
const CLOCK_MS = 5000;

const isWell = ({ current }: Slot): boolean => current.state === 'running' || current.state === 'complete';

/** A service's tasks by slot or node, with earlier ones beneath, like `docker service ps`; kept current. */
export function TaskSlots({ tasks, by, image, crashing, caption }: TaskSlotsProps) {
  const t = useTranslations('tasks');
  const logs = useTranslations('logs');
  const nodes = useNodes();
  const [shown, setShown] = useState<'all' | 'not-running'>('all');
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const nodeOf = useMemo(() => {
    const calls = nodeNames(nodes ?? []);
    // nodes of the same name include their id
    return new Map(
      nodes?.map((node) => [node.id as string, { ...node, hostname: calls.get(node.id) ?? node.hostname }]),
    );
  }, [nodes]);
  const slots = useMemo(
    () => slotsOf(tasks ?? [], (id) => (id === null ? null : (nodeOf.get(id)?.hostname ?? id))),
    [tasks, nodeOf],
  );
  const isDown = (task: Task) => task.nodeId !== null && nodeOf.get(task.nodeId)?.state === 'down';
  const standings = useStandings(slots, isDown);
  const isCrashing = (slot: Slot): boolean => crashing && standings.get(slot.key)?.looping === true;
  const troubled = slots.filter((slot) => !isWell(slot) || isDown(slot.current) || isCrashing(slot));

  const foldable = slots.filter((slot) => slot.past.length > 0);
  const allOpen = foldable.length > 0 && foldable.every((slot) => opened.has(slot.key));
  const toggle = (key: string) => {
    const next = new Set(opened);
    if (!next.delete(key)) next.add(key);
    setOpened(next);
  };

  const lines = (shown === 'all' ? slots : troubled).flatMap((slot): Line[] => [
    { slot, task: slot.current, earlier: false },
    ...[...slot.alive, ...(opened.has(slot.key) ? slot.past : [])].map((task) => ({ slot, task, earlier: true })),
  ]);

  const columns: Column<Line>[] = [
    {
      id: 'slot',
      header: t(`column.${by}`),
      card: 'aside',
      className: by === 'slot' ? 'w-44' : 'w-56',
      cell: (line) => (
        <PlaceCell
          line={line}
          crashing={isCrashing(line.slot) ? (standings.get(line.slot.key)?.failuresInARow ?? 0) : 0}
          place={
            line.slot.number === null ? (
              <NodeLink node={nodeOf.get(line.slot.nodeId ?? '')} id={line.slot.nodeId} none={t('noNode')} />
            ) : (
              <span className="font-medium tabular-nums">
                <span className="hidden font-normal text-ink-muted @max-lg:inline">{t('column.slot')} </span>
                {line.slot.number}
              </span>
            )
          }
          open={opened.has(line.slot.key)}
          onToggle={() => toggle(line.slot.key)}
        />
      ),
    },
    {
      id: 'state',
      header: t('column.state'),
      // The row's link, because the other cells hold controls.
      card: 'title',
      className: 'w-40',
      cell: ({ task, slot, earlier }) =>
        !earlier && isCrashing(slot) ? (
          <StateMark tone="bad">{t('state.crashing')}</StateMark>
        ) : (
          <TaskStateMark task={task} nodeDown={isDown(task)} />
        ),
    },
    ...(by === 'slot'
      ? [
          {
            id: 'node',
            header: t('column.node'),
            className: 'w-32',
            cell: ({ task }: Line) => (
              <NodeLink node={nodeOf.get(task.nodeId ?? '')} id={task.nodeId} none={t('noNode')} />
            ),
          },
        ]
      : []),
    {
      id: 'since',
      header: t('column.since'),
      className: 'w-28',
      cell: ({ task }) => <TimeAgo at={task.stateSince} className="whitespace-nowrap text-ink-muted" />,
    },
    {
      id: 'detail',
      header: t('column.detail'),
      wraps: true,
      cell: (line) => (
        <Detail
          line={line}
          image={image}
          mark={taskMarkOf(line.task, isDown(line.task)).word}
          crashing={!line.earlier && isCrashing(line.slot)}
        />
      ),
    },
    {
      id: 'logs',
      header: logs('title'),
      className: 'w-20',
      priority: 2,
      cell: ({ task }) =>
        task.nodeId && (
          <TextLink
            className="near:relative near:z-10"
            href={`/tasks/${task.id}/logs`}
            aria-label={logs('openTask', { name: task.id.slice(0, 12) })}
          >
            {logs('open')}
          </TextLink>
        ),
    },
    {
      id: 'id',
      header: t('column.id'),
      className: 'w-36',
      priority: 3,
      cell: ({ task }) => <ShortId id={task.id} copyLabel={t('copyId')} />,
    },
  ];

  return (
    <section aria-label={caption} className="rounded-lg border border-line bg-surface">
      <div className="flex flex-wrap items-center gap-2 border-line border-b px-3 py-2">
        <SegmentedControl
          label={t('filter.title')}
          value={shown}
          onValueChange={setShown}
          options={[
            { value: 'all', label: t('filter.all'), count: tasks && slots.length },
            { value: 'not-running', label: t('filter.notRunning'), count: tasks && troubled.length },
          ]}
        />
        {foldable.length > 0 && (
          <Button
            size="sm"
            look="quiet"
            className="ml-auto"
            aria-expanded={allOpen}
            onClick={() => setOpened(allOpen ? new Set() : new Set(foldable.map((slot) => slot.key)))}
          >
            {t(allOpen ? 'past.hideAll' : 'past.showAll')}
          </Button>
        )}
      </div>
      <DataTable
        label={caption}
        columns={columns}
        rows={lines}
        loading={tasks === undefined}
        rowKey={({ task }) => task.id}
        rowHref={({ task }) => `/tasks?task=${task.id}`}
        rowTone={({ task, slot, earlier }) => {
          if (earlier) return null;
          if (isCrashing(slot)) return 'bad';
          if (isStarting(task) && slot.past[0] && hasFailed(slot.past[0])) return 'bad';
          const { tone } = taskMarkOf(task, isDown(task));
          return tone === 'bad' || tone === 'warn' ? tone : null;
        }}
        empty={
          <EmptyState title={t(shown === 'all' ? 'empty.title' : 'empty.allRun')}>
            {shown === 'all' && t('empty.why')}
          </EmptyState>
        }
      />
    </section>
  );
}

/** The standing of each slot as of now: a crash loop ends when a task has lasted. */
function useStandings(slots: readonly Slot[], isDown: (task: Task) => boolean): ReadonlyMap<string, SlotStanding> {
  const now = useNow((at) => Math.floor(at / CLOCK_MS) * CLOCK_MS, 0);
  return new Map(
    slots.map(({ key, current, alive, past }) => {
      const tasks = [current, ...alive, ...past].map((task) => ({ task, onDownNode: isDown(task) }));
      return [key, standingOf(tasks, now)];
    }),
  );
}

interface PlaceCellProps {
  line: Line;
  /** How often the slot failed in a row, in a crash loop; else 0. */
  crashing: number;
  place: ReactNode;
  open: boolean;
  onToggle: () => void;
}

/**
 * The slot's number or node, the toggle of its earlier tasks, and its failures, so that a crash loop shows while
 * folded.
 */
function PlaceCell({ line: { slot, earlier }, crashing, place, open, onToggle }: PlaceCellProps) {
  const t = useTranslations('tasks.past');
  if (earlier)
    return (
      <span className="flex items-center gap-1.5 pl-3 text-ink-muted text-xs">
        <span aria-hidden="true" className="text-ink-faint">
          └
        </span>
        {t('earlier')}
      </span>
    );
  return (
    <span className="flex flex-wrap items-center gap-x-2">
      {place}
      {slot.past.length > 0 && (
        <button
          type="button"
          aria-expanded={open}
          onClick={onToggle}
          className={cn(
            'target near:relative near:z-10 rounded-xs text-xs underline decoration-line-strong underline-offset-[3px] hover:text-ink hover:decoration-current',
            crashing > 0 || (slot.failures > 0 && !isWell(slot)) ? 'text-bad-text' : 'text-ink-muted',
          )}
        >
          {crashing > 0
            ? t('crashing', { count: crashing })
            : slot.failures > 0
              ? t('countFailed', { count: slot.past.length, failed: slot.failures })
              : t('count', { count: slot.past.length })}
        </button>
      )}
    </span>
  );
}

function NodeLink({ node, id, none }: { node?: { id: string; hostname: string }; id: string | null; none: string }) {
  if (id === null) return <span className="text-ink-muted">{none}</span>;
  // Tasks outlive their removed node.
  if (!node) return <code className="font-mono text-ink-muted text-xs">{id.slice(0, 12)}</code>;
  return (
    <TextLink href={`/nodes/${node.id}`} className="near:relative near:z-10 text-ink decoration-line-strong">
      {node.hostname}
    </TextLink>
  );
}

/** Details beyond the other cells: why it waits or failed, its desired state, another image. */
function Detail({
  line: { task, slot, earlier },
  image,
  mark,
  crashing,
}: {
  line: Line;
  image: string;
  mark: TaskWord;
  crashing: boolean;
}) {
  const t = useTranslations('tasks');
  const lastFailure =
    !earlier && (isStarting(task) || crashing) && task.error === '' ? slot.past.find(hasFailed) : undefined;
  const nodeGone = mark === 'ghost' || mark === 'lost';
  const showsDesired = !nodeGone && !isOver(task) && !isWanted(task);
  const awaited = isStarting(task) && task.desiredState === 'ready';
  const endedByItself = task.state === 'complete' && task.desiredState !== 'complete' && task.error === '';
  return (
    <span className="flex flex-col gap-0.5">
      {crashing && <span className="text-ink-muted">{t(`state.${mark}`)}</span>}
      <TaskTrouble brief task={task} />
      {nodeGone && <span className="text-ink-muted">{t(`nodeGone.${mark}`)}</span>}
      {showsDesired && (
        <span className="text-ink-muted">{t('desired', { state: t(`state.${task.desiredState}`) })}</span>
      )}
      {awaited && !lastFailure && <span className="text-ink-muted">{t('awaits')}</span>}
      {lastFailure && (
        <span className="flex flex-wrap gap-x-1.5 text-ink-muted">
          {t('before')} <TaskTrouble brief task={lastFailure} />
        </span>
      )}
      {endedByItself && <span className="text-ink-muted">{t('endedByItself')}</span>}
      {imageName(task.image) !== imageName(image) && (
        <span className="text-ink-muted">
          {t('otherImage')} <code className="font-mono text-xs">{imageName(task.image)}</code>
        </span>
      )}
    </span>
  );
}
