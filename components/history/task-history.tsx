'use client';

import { useQuery } from '@tanstack/react-query';
import { History } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import type { z } from 'zod';
import { call } from '#components/api/call';
import { useNodes, useTasksOfService } from '#components/live/use-live';
import { FaultNotice } from '#components/shell/fault-notice';
import { markOfState } from '#components/tasks/task-mark';
import { Button } from '#components/ui/button';
import { Combobox } from '#components/ui/combobox';
import { type Column, DataTable } from '#components/ui/data-table';
import { EmptyState } from '#components/ui/empty-state';
import { Notice } from '#components/ui/notice';
import { Panel } from '#components/ui/panel';
import { SegmentedControl } from '#components/ui/segmented-control';
import { ShortId } from '#components/ui/short-id';
import { SkeletonRows } from '#components/ui/skeleton';
import { StateMark } from '#components/ui/state-mark';
import { ExactTime, TimeAgo } from '#components/ui/time-ago';
import { readTaskHistory } from '#lib/contract/services';
import { asFault } from '#lib/domain/fault';
import type { NodeId, ServiceId } from '#lib/domain/ids';
import { nodeNames } from '#lib/domain/node/node-name';
import { imageName } from '#lib/domain/service/image';
import { placeOf, type TaskStory } from '#lib/domain/task/task-story';
import { GapList } from './gap-list';
import { HistoryPlot } from './history-plot';
import { type HistoryFilter, HOURS, type Span, useHistoryFilter } from './use-history-filter';

const AGAIN_MS = 15_000;

/** A service's tasks from the history, far beyond what the swarm keeps, with statistics. */
export function TaskHistory({ serviceId, by }: { serviceId: ServiceId; by: 'slot' | 'node' }) {
  const t = useTranslations('memory.history');
  const filter = useHistoryFilter(by);
  const { span, place } = filter;
  const query = useQuery({
    queryKey: ['task-history', serviceId, span, place],
    queryFn: ({ signal }) => {
      const where = place === null ? {} : by === 'slot' ? { slot: Number(place) } : { node: place as NodeId };
      return call(readTaskHistory, { params: { serviceId }, query: { hours: HOURS[span], ...where } }, signal);
    },
    refetchInterval: AGAIN_MS,
  });
  const columns = useColumns(by);
  const { data } = query;
  if (query.isError && !data) {
    const fault = asFault(query.error);
    return <FaultNotice fault={fault} actions={<Button onClick={() => query.refetch()}>{t('again')}</Button>} />;
  }
  return (
    <div className="flex flex-col gap-4">
      {data && <Findings {...data} by={by} />}
      <Panel
        flush
        title={t('title')}
        aside={t('about')}
        actions={
          <>
            <PlaceFilter serviceId={serviceId} by={by} filter={filter} tasks={data?.tasks ?? []} />
            <SegmentedControl
              label={t('span')}
              value={span}
              onValueChange={(next) => filter.set({ span: next })}
              options={(Object.keys(HOURS) as Span[]).map((value) => ({ value, label: t(`spans.${value}`) }))}
            />
          </>
        }
      >
        {!data ? (
          <SkeletonRows rows={4} />
        ) : (
          <>
            <GapList gaps={data.gaps} />
            {data.tasks.length > 0 && <HistoryPlot tasks={data.tasks} since={data.since} until={data.until} />}
            <DataTable
              label={t('table')}
              columns={columns}
              rows={data.tasks}
              rowKey={({ id }) => id}
              rowHref={({ id, goneAt }) => (goneAt === null ? `/tasks?task=${id}` : null)}
              rowTone={({ state }) => (markOfState(state).tone === 'bad' ? 'bad' : null)}
              empty={
                <EmptyState icon={<History />} title={t('empty.title')}>
                  {t(place === null ? 'empty.why' : 'empty.whyHere')}
                </EmptyState>
              }
            />
            {data.more && <p className="border-line border-t px-4 py-2 text-ink-muted text-xs">{t('more')}</p>}
          </>
        )}
      </Panel>
    </div>
  );
}

interface PlaceFilterProps {
  serviceId: ServiceId;
  by: 'slot' | 'node';
  filter: HistoryFilter;
  tasks: readonly TaskStory[];
}

/** One slot, or one node: those in the swarm, and those only in the history. */
function PlaceFilter({ serviceId, by, filter, tasks }: PlaceFilterProps) {
  const t = useTranslations('memory.history');
  const find = useTranslations('tasks.screen');
  const nodes = useNodes();
  const now = useTasksOfService(serviceId);
  const options = useMemo(() => {
    const calls = nodeNames(nodes ?? []);
    const known = new Map<string, string>();
    const candidates = [...tasks, ...(now ?? [])];
    for (const { slot, nodeId, ...task } of candidates)
      if (by === 'slot' && slot !== null) known.set(String(slot), t('slotOf', { slot }));
      else if (by === 'node' && nodeId)
        known.set(nodeId, calls.get(nodeId) || ('nodeName' in task && task.nodeName) || nodeId);
    if (filter.place && !known.has(filter.place))
      known.set(filter.place, by === 'slot' ? t('slotOf', { slot: filter.place }) : filter.place);
    const order = new Intl.Collator('en', { numeric: true });
    return [...known]
      .map(([value, label]) => ({ value, label }))
      .sort((one, other) => order.compare(one.label, other.label));
  }, [tasks, now, nodes, by, filter.place, t]);
  return (
    <Combobox
      label={t(`column.${by}`)}
      anyLabel={t(by === 'slot' ? 'anySlot' : 'anyNode')}
      findLabel={find('find')}
      noneLabel={find('findNone')}
      value={filter.place}
      options={options}
      onValueChange={(place) => filter.set({ place })}
      className="w-32"
    />
  );
}

type HistoryResponse = z.output<typeof readTaskHistory.response>;

function Findings({ loops, firstBad, by }: Pick<HistoryResponse, 'loops' | 'firstBad'> & { by: 'slot' | 'node' }) {
  const t = useTranslations('memory.history');
  const [worst] = loops;
  if (!worst && !firstBad) return null;
  return (
    <Notice kind={worst?.goesOn ? 'danger' : 'warn'} title={t(worst?.goesOn ? 'looping' : 'looped')}>
      <ul className="flex flex-col gap-1">
        {loops.slice(0, 5).map((loop) => (
          <li key={`${loop.place} ${loop.since}`}>
            {t.rich(by === 'slot' ? 'loopInSlot' : 'loopOnNode', {
              place: loop.place,
              count: loop.count,
              since: () => <ExactTime at={loop.since} />,
              exit: loop.exitCode ?? '–',
            })}
            {loop.error && (
              <span lang="en" className="ml-2 font-mono text-xs">
                {loop.error}
              </span>
            )}
          </li>
        ))}
        {loops.length > 5 && <li>{t('moreLoops', { count: loops.length - 5 })}</li>}
        {firstBad && (
          <li>
            {t.rich(firstBad.revision === null ? 'firstBad' : 'firstBadRevision', {
              number: firstBad.revision ?? 0,
              image: imageName(firstBad.image),
              failed: firstBad.failed,
              since: () => <ExactTime at={firstBad.since} />,
            })}
            {firstBad.before && (
              <span className="ml-1">{t('before', { image: imageName(firstBad.before.image) })}</span>
            )}
          </li>
        )}
      </ul>
    </Notice>
  );
}

/** 40 s, 5 min, 3 h: how long it ran. */
function ranFor(task: TaskStory): string | null {
  const from = task.states.find(([state]) => state === 'running')?.[1];
  if (from === undefined || task.endedAt === null) return null;
  const seconds = Math.max(0, Math.round((task.endedAt - from) / 1000));
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}

function useColumns(by: 'slot' | 'node'): Column<TaskStory>[] {
  const t = useTranslations('memory.history');
  const state = useTranslations('tasks.state');
  return useMemo(() => {
    const nodeColumn: Column<TaskStory> = {
      id: 'node',
      header: t('column.node'),
      className: 'w-28',
      priority: 2,
      card: 'line',
      cell: (row) => row.nodeName,
    };
    return [
      {
        id: 'place',
        header: t(`column.${by}`),
        card: 'title',
        className: 'w-24',
        cell: (row) =>
          row.slot === null ? (
            placeOf(row)
          ) : (
            <>
              <span className="@lg:hidden">{t('slotOf', { slot: row.slot })}</span>
              <span className="@max-lg:hidden">{row.slot}</span>
            </>
          ),
      },
      {
        id: 'state',
        header: t('column.state'),
        card: 'aside',
        className: 'w-32',
        cell: (row) => {
          const { word: _, ...looks } = markOfState(row.state);
          return (
            <StateMark {...looks} moving={false}>
              {state(row.state)}
            </StateMark>
          );
        },
      },
      ...(by === 'node' ? [] : [nodeColumn]),
      { id: 'ran', header: t('column.ran'), className: 'w-20', align: 'right', cardLabel: true, cell: ranFor },
      {
        id: 'exit',
        header: t('column.exit'),
        className: 'w-16',
        align: 'right',
        cardLabel: true,
        cell: (row) => row.exitCode,
      },
      {
        id: 'error',
        header: t('column.error'),
        priority: 2,
        cell: (row) => (
          <span lang="en" title={row.error || row.message} className="font-mono text-ink-muted text-xs">
            {row.error || row.message}
          </span>
        ),
      },
      { id: 'image', header: t('column.image'), className: 'w-32', priority: 3, cell: (row) => imageName(row.image) },
      {
        id: 'id',
        header: t('column.task'),
        className: 'w-28',
        priority: 3,
        cell: (row) => <ShortId id={row.id} copyLabel={t('copyId')} />,
      },
      {
        id: 'made',
        header: t('column.made'),
        className: 'w-28',
        cell: (row) => <TimeAgo at={row.createdAt} className="whitespace-nowrap text-ink-muted" />,
      },
    ];
  }, [t, state, by]);
}
