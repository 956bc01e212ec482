'use client';

import { Boxes } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useCallback, useRef, useState } from 'react';
import { useTaskQuery } from '#components/live/use-task-query';
import { Button } from '#components/ui/button';
import { DataTable, type RowWindow } from '#components/ui/data-table';
import { EmptyState } from '#components/ui/empty-state';
import { PageHeader } from '#components/ui/page-header';
import { Panel } from '#components/ui/panel';
import { SegmentedControl } from '#components/ui/segmented-control';
import type { Task } from '#lib/domain/task/task';
import type { TaskQuery, TaskSort } from '#lib/live/query/task-query';
import { markOf, useTaskColumns } from './tasks-screen-columns';
import { TaskDetails } from './tasks-screen-details';
import { TaskFailures } from './tasks-screen-failures';
import { TaskFilters } from './tasks-screen-filters';
import { type ClusterNames, useClusterNames } from './use-cluster-names';
import { FAILED_STATES, useTaskAddress } from './use-task-address';

const FIRST_ROWS = { from: 0, to: 80 };

/** All tasks of the swarm, live: filtered, sorted and counted by the server; the browser holds the rows in view. */
export function TasksScreen() {
  const t = useTranslations('tasks');
  const names = useClusterNames();
  const { query, set, clear, task: opened, hrefOf, open, close } = useTaskAddress();
  const [range, setRange] = useState(FIRST_ROWS);
  const { summary: arrived, row, waiting } = useTaskQuery(query, range);
  // While a new query loads, the previous summary stays, so that the screen does not flicker.
  const last = useRef(arrived);
  if (arrived) last.current = arrived;
  const summary = arrived ?? last.current;
  const failures = summary && FAILED_STATES.reduce((sum, state) => sum + (summary.states[state] ?? 0), 0);

  const columns = useTaskColumns(names);
  const rowTone = useCallback((task: Task) => toneOf(task, names), [names]);
  const rowHref = useCallback((task: Task) => hrefOf(task.id), [hrefOf]);
  const onOpen = useCallback((task: Task) => open(task.id), [open]);
  const onRange = useCallback((from: number, to: number) => setRange({ from, to }), []);
  const rows: RowWindow<Task> = {
    total: summary?.total,
    at: row,
    sorting: { id: query.sort, descending: query.descending },
    onSort: (id, descending) => set({ sort: id as TaskSort, descending }),
    onRange,
  };

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
          <DataTable
            label={t('screen.title')}
            columns={columns}
            rows={rows}
            rowKey={keyOf}
            rowHref={rowHref}
            onOpen={onOpen}
            rowTone={rowTone}
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

function toneOf(task: Task, names: ClusterNames) {
  const { tone } = markOf(task, names);
  return tone === 'bad' || tone === 'warn' ? tone : null;
}

interface ViewChoiceProps {
  query: TaskQuery;
  set: (next: Partial<TaskQuery>) => void;
  failures: number | undefined;
}

/** All tasks, or the failed ones in groups. Leaving the groups removes the filters that only they set. */
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
