'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '#components/ui/button';
import { cn } from '#components/ui/class-names';
import { EmptyState } from '#components/ui/empty-state';
import { Panel } from '#components/ui/panel';
import { SegmentedControl } from '#components/ui/segmented-control';
import { SkeletonRows } from '#components/ui/skeleton';
import { TimeAgo } from '#components/ui/time-ago';
import type { NodeId, ServiceId } from '#lib/domain/ids';
import { troubleOf } from '#lib/domain/task/trouble';
import { parseTaskQuery, TASK_GROUPINGS, type TaskGrouping, type TaskQuery } from '#lib/live/query/task-query';
import type { TaskGroup, TaskSummary } from '#lib/live/query/task-view';
import { useSentenceOfTrouble } from './task-trouble';
import type { ClusterNames } from './use-cluster-names';
import { FAILED_STATES } from './use-task-address';

const FIRST = 6;

export interface FailuresProps {
  query: TaskQuery;
  by: TaskGrouping;
  names: ClusterNames;
  summary: TaskSummary | undefined;
  set: (next: Partial<TaskQuery>) => void;
}

/** Failed tasks grouped by what they share, the most frequent first; a press filters the list beneath by the group. */
export function TaskFailures({ query, by, names, summary, set }: FailuresProps) {
  const t = useTranslations('tasks.screen');
  const [all, setAll] = useState(false);
  const groups = summary?.groups ?? [];
  const chosen = query[by] === null ? null : String(query[by]);
  const shown = all ? groups : groups.filter((group, index) => index < FIRST || group.value === chosen);
  const beyond = (summary?.groupCount ?? 0) - groups.length;
  const choose = (value: string) =>
    set(
      value === chosen
        ? { [by]: null }
        : // Parsed as an address, so that the group's value is valid for its filter.
          { [by]: parseTaskQuery(addressOfGroup(by, value))[by], states: FAILED_STATES },
    );
  return (
    <Panel
      flush
      className="mb-3"
      title={t('failures')}
      aside={summary && t('grouped', { count: summary.grouped })}
      actions={
        <SegmentedControl
          label={t('groupBy')}
          value={by}
          onValueChange={(groupBy) => set({ groupBy })}
          options={TASK_GROUPINGS.map((value) => ({ value, label: t(`by.${value}`) }))}
        />
      }
    >
      {summary === undefined ? (
        <SkeletonRows rows={3} />
      ) : groups.length === 0 ? (
        <EmptyState title={t('noFailures.title')}>{t('noFailures.why')}</EmptyState>
      ) : (
        <>
          <ul>
            {shown.map((group) => (
              <Group
                key={group.value}
                group={group}
                by={by}
                of={summary.grouped}
                names={names}
                pressed={group.value === chosen}
                onPress={() => choose(group.value)}
              />
            ))}
          </ul>
          {(groups.length > FIRST || beyond > 0) && (
            <div className="flex items-center gap-3 border-line border-t px-4 py-1.5 text-ink-muted text-xs">
              {groups.length > FIRST && (
                <Button size="sm" look="quiet" aria-expanded={all} onClick={() => setAll(!all)} className="-ml-2.5">
                  {all ? t('fewerGroups') : t('moreGroups', { count: groups.length - FIRST })}
                </Button>
              )}
              {beyond > 0 && <span>{t('beyond', { count: beyond })}</span>}
            </div>
          )}
        </>
      )}
    </Panel>
  );
}

const PARAMETER: Record<TaskGrouping, string> = {
  error: 'error',
  service: 'service',
  exitCode: 'exit',
  image: 'image',
  node: 'node',
};

const addressOfGroup = (by: TaskGrouping, value: string): string =>
  new URLSearchParams({ [PARAMETER[by]]: value }).toString();

interface GroupProps {
  group: TaskGroup;
  by: TaskGrouping;
  of: number;
  names: ClusterNames;
  pressed: boolean;
  onPress: () => void;
}

function Group({ group, by, of, names, pressed, onPress }: GroupProps) {
  const t = useTranslations('tasks.screen');
  const share = of === 0 ? 0 : group.count / of;
  return (
    <li className="border-line/70 border-b last:border-b-0">
      <button
        type="button"
        aria-pressed={pressed}
        onClick={onPress}
        className={cn(
          'grid w-full grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1 px-4 py-2 text-left text-sm hover:bg-hover focus-visible:-outline-offset-2 md:grid-cols-[minmax(0,1fr)_8rem_4.5rem_3.5rem_6.5rem]',
          pressed && 'bg-accent-soft hover:bg-accent-soft shadow-[inset_2px_0_0_var(--accent-mark)]',
        )}
      >
        <span className="min-w-0">
          <GroupName by={by} value={group.value} names={names} />
        </span>
        <svg
          aria-hidden="true"
          className="h-1.5 w-full overflow-hidden rounded-full bg-line text-bad-mark max-md:hidden"
        >
          <rect width={`${Math.max(share * 100, 1)}%`} height="100%" className="fill-current" />
        </svg>
        <span className="text-right font-medium text-ink tabular-nums">{t('number', { count: group.count })}</span>
        <span className="text-right text-ink-muted text-xs tabular-nums max-md:hidden">
          {t(share < 0.01 ? 'smallShare' : 'share', { share })}
        </span>
        <span className="text-right text-ink-muted text-xs max-md:col-span-2 max-md:text-left">
          {t('newest')} <TimeAgo at={group.newest} />
        </span>
      </button>
    </li>
  );
}

/** The name of a group; the engine's text where it has none. */
function GroupName({ by, value, names }: { by: TaskGrouping; value: string; names: ClusterNames }) {
  const t = useTranslations('tasks.screen');
  const none = useTranslations('tasks')('noNode');
  const sentenceOf = useSentenceOfTrouble();
  if (by === 'image') return <code className="block truncate font-mono text-ink text-xs">{value}</code>;
  if (by === 'service')
    return <span className="block truncate text-ink">{names.service(value as ServiceId) ?? value.slice(0, 12)}</span>;
  if (by === 'node')
    return (
      <span className="block truncate text-ink">
        {value === 'none' ? none : (names.node(value as NodeId) ?? value.slice(0, 12))}
      </span>
    );
  if (value === '' || (by === 'exitCode' && value === 'none'))
    return <span className="text-ink-muted">{t(by === 'error' ? 'group.noError' : 'group.noExitCode')}</span>;
  const trouble = troubleOf(by === 'error' ? { error: value, exitCode: null } : { error: '', exitCode: Number(value) });
  return (
    <>
      <span className="line-clamp-2 text-ink [overflow-wrap:anywhere]">
        {trouble ? sentenceOf(trouble) : by === 'error' ? value : t('exitCodeIs', { code: Number(value) })}
      </span>
      {by === 'error' && trouble && (
        <span lang="en" className="block truncate font-mono text-ink-muted text-xs">
          {value}
        </span>
      )}
    </>
  );
}
