'use client';

import { Boxes } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useCallback, useMemo, useRef, useState } from 'react';
import { useTaskQuery } from '#components/live/use-task-query';
import { Button } from '#components/ui/button';
import { EmptyState } from '#components/ui/empty-state';
import { PageHeader } from '#components/ui/page-header';
import { Panel } from '#components/ui/panel';
import { SegmentedControl } from '#components/ui/segmented-control';
import { ShortId } from '#components/ui/short-id';
import { TimeAgo } from '#components/ui/time-ago';
import { type WindowColumn, WindowTable } from '#components/ui/window-table';
import { parseImage } from '#lib/domain/service/image';
import type { Task } from '#lib/domain/task/task';
import type { TaskQuery, TaskSort } from '#lib/live/query/task-query';

import { taskMarkOf } from './task-mark';
import { TaskStateMark } from './task-state-mark';
import { TaskDetails } from './tasks-screen-details';
import { TaskFailures } from './tasks-screen-failures';
import { TaskFilters } from './tasks-screen-filters';
import { TaskReason } from './tasks-screen-reason';
import { type ClusterNames, useClusterNames } from './use-cluster-names';
import { FAILED_STATES, useTaskAddress } from './use-task-address';

const FIRST_ROWS = { from: 0, to: 80 };

/** The whole swarm's tasks, live: narrowed, sorted and counted by the server, of which this browser holds what is in sight. */
export function TasksScreen() {
  const t = useTranslations('tasks');
  const names = useClusterNames();
  const { query, set, clear, task: opened, hrefOf, open, close } = useTaskAddress();
  const [range, setRange] = useState(FIRST_ROWS);
  const { summary: arrived, row, waiting } = useTaskQuery(query, range);
  // While another query is on its way the numbers of the one before stand: better than none for a blink.
  const last = useRef(arrived);
  if (arrived) last.current = arrived;
  const summary = arrived ?? last.current;
  const failures = summary && FAILED_STATES.reduce((sum, state) => sum + (summary.states[state] ?? 0), 0);

  const columns = useColumns(names);
  const card = useCallback(
    (task: Task) => ({
      title: <Place task={task} names={names} />,
      line: <CardLine task={task} names={names} />,
    }),
    [names],
  );
  const rowTone = useCallback((task: Task) => toneOf(task, names), [names]);
  const rowHref = useCallback((task: Task) => hrefOf(task.id), [hrefOf]);
  const onOpen = useCallback((task: Task) => open(task.id), [open]);
  const onRange = useCallback((from: number, to: number) => setRange({ from, to }), []);
  const onSort = (id: string, descending: boolean) => set({ sort: id as TaskSort, descending });

  return (
    <>
      <PageHeader title={t('screen.title')} actions={<ViewChoice query={query} set={set} failures={failures} />}>
        {summary &&
          (summary.total === summary.all
            ? t('screen.count', { count: summary.all })
            : t('screen.countOf', { count: summary.total, all: summary.all }))}
      </PageHeader>
      <TaskFilters query={query} names={names} summary={summary} set={set} clear={clear} />
      {query.groupBy && <TaskFailures query={query} by={query.groupBy} names={names} summary={summary} set={set} />}
      <Panel flush>
        <div aria-busy={waiting}>
          <WindowTable
            label={t('screen.title')}
            columns={columns}
            total={summary?.total}
            row={row}
            rowKey={keyOf}
            rowHref={rowHref}
            onOpen={onOpen}
            rowTone={rowTone}
            card={card}
            sortedBy={{ id: query.sort, descending: query.descending }}
            onSort={onSort}
            onRange={onRange}
            empty={
              summary?.all === 0 ? (
                <EmptyState icon={<Boxes />} title={t('screen.none.title')}>
                  {t('screen.none.why')}
                </EmptyState>
              ) : (
                <EmptyState
                  title={t('screen.noMatch.title')}
                  actions={<Button onClick={clear}>{t('screen.clear')}</Button>}
                >
                  {t('screen.noMatch.why')}
                </EmptyState>
              )
            }
          />
        </div>
      </Panel>
      {opened && <TaskDetails key={opened} id={opened} names={names} onClose={close} />}
    </>
  );
}

const keyOf = (task: Task): string => task.id;

const isDown = (task: Task, names: ClusterNames): boolean => task.nodeId !== null && names.isDown(task.nodeId);

function toneOf(task: Task, names: ClusterNames) {
  const { tone } = taskMarkOf(task, isDown(task, names));
  return tone === 'bad' || tone === 'warn' ? tone : null;
}

interface ViewChoiceProps {
  query: TaskQuery;
  set: (next: Partial<TaskQuery>) => void;
  failures: number | undefined;
}

/** All tasks, or the failed ones by what they share. Leaving the failures takes back what only they were narrowed by. */
function ViewChoice({ query, set, failures }: ViewChoiceProps) {
  const t = useTranslations('tasks.screen');
  const onlyFailed = query.states.length > 0 && query.states.every((state) => FAILED_STATES.includes(state));
  return (
    <SegmentedControl
      label={t('view')}
      value={query.groupBy ? 'failures' : 'all'}
      onValueChange={(view) =>
        set(
          view === 'failures'
            ? { groupBy: 'error', states: FAILED_STATES }
            : { groupBy: null, error: null, exitCode: null, ...(onlyFailed && { states: [] }) },
        )
      }
      options={[
        { value: 'all', label: t('all') },
        { value: 'failures', label: t('failures'), count: failures },
      ]}
    />
  );
}

function useColumns(names: ClusterNames): readonly WindowColumn<Task>[] {
  const t = useTranslations('tasks');
  return useMemo(
    () => [
      {
        id: 'service',
        header: t('screen.column.task'),
        className: 'w-48',
        sorts: true,
        cell: (task) => <Place task={task} names={names} />,
      },
      {
        id: 'state',
        header: t('column.state'),
        className: 'w-36',
        sorts: true,
        cell: (task) => <TaskStateMark task={task} nodeDown={isDown(task, names)} />,
      },
      {
        id: 'node',
        header: t('column.node'),
        className: 'w-28',
        sorts: true,
        cell: (task) => <NodeName task={task} names={names} />,
      },
      {
        id: 'image',
        header: t('screen.image'),
        className: 'w-36',
        priority: 3,
        sorts: true,
        cell: (task) => <ShortImage image={task.image} />,
      },
      { id: 'detail', header: t('column.detail'), cell: (task) => <TaskReason task={task} /> },
      {
        id: 'exit',
        header: t('screen.column.exit'),
        className: 'w-16',
        priority: 2,
        align: 'right',
        cell: (task) => task.exitCode ?? <span className="text-ink-faint">–</span>,
      },
      {
        id: 'since',
        header: t('column.since'),
        className: 'w-30',
        priority: 2,
        sorts: true,
        sortsDownFirst: true,
        cell: (task) => <TimeAgo at={task.stateSince} className="whitespace-nowrap text-ink-muted" />,
      },
      {
        id: 'id',
        header: t('column.id'),
        className: 'w-36',
        priority: 3,
        cell: (task) => <Id id={task.id} />,
      },
    ],
    [t, names],
  );
}

/** Its copy button comes with the pointer: for hundreds of rows that scroll by it would be most of their cost. The details have it too. */
function Id({ id }: { id: string }) {
  const t = useTranslations('tasks');
  const [near, setNear] = useState(false);
  return (
    <span onPointerEnter={() => setNear(true)} className="relative z-10 block">
      {near ? (
        <ShortId id={id} copyLabel={t('copyId')} />
      ) : (
        <code className="font-mono text-ink-muted text-xs">{id.slice(0, 12)}</code>
      )}
    </span>
  );
}

/** "web.3", as docker names a replica. */
function Place({ task, names }: { task: Task; names: ClusterNames }) {
  const name = names.service(task.serviceId);
  return (
    <>
      {name ?? <code className="font-mono text-xs">{task.serviceId.slice(0, 12)}</code>}
      {task.slot !== null && <span className="font-normal text-ink-muted tabular-nums">.{task.slot}</span>}
    </>
  );
}

/** What tells images apart, where the registry and its folders would leave no room for it; all of it is the title. */
function ShortImage({ image }: { image: string }) {
  const { repository, tag } = parseImage(image);
  return (
    <span title={image.replace('@', '\n')} className="relative z-10 font-mono text-xs">
      <span className="text-ink-muted">{repository.slice(repository.lastIndexOf('/') + 1)}</span>
      {tag && <span className="text-ink">:{tag}</span>}
    </span>
  );
}

function NodeName({ task, names }: { task: Task; names: ClusterNames }) {
  const t = useTranslations('tasks');
  if (task.nodeId === null) return <span className="text-ink-muted">{t('noNode')}</span>;
  return <>{names.node(task.nodeId) ?? <code className="font-mono text-xs">{task.nodeId.slice(0, 12)}</code>}</>;
}

/** State, node, and why or since when. */
function CardLine({ task, names }: { task: Task; names: ClusterNames }) {
  return (
    <span className="flex items-center gap-2">
      <TaskStateMark task={task} nodeDown={isDown(task, names)} />
      <span className="shrink-0">
        <NodeName task={task} names={names} />
      </span>
      <span className="min-w-0 flex-1 truncate">
        <TaskReason task={task} />
      </span>
      <TimeAgo at={task.stateSince} />
    </span>
  );
}
