'use client';

import { useTranslations } from 'next-intl';
import { markOfState } from '#components/tasks/task-mark';
import { ExactTime } from '#components/ui/time-ago';
import { TONE_MARK } from '#components/ui/tone';
import type { TaskState } from '#lib/domain/task/task';
import { placeOf, type TaskStory } from '#lib/domain/task/task-story';

interface HistoryPlotProps {
  tasks: readonly TaskStory[];
  /** Epoch ms. */
  since: number;
  until: number;
}

const WIDTH = 1000;
const ROW = 14;
const BAR = 9;
const MOST_ROWS = 60;
/** Without a node yet: an outline instead of a bar, because nothing ran. */
const WAITING: ReadonlySet<TaskState> = new Set(['new', 'pending']);
const HOLLOW = {
  fill: 'none',
  stroke: 'currentColor',
  strokeDasharray: '3 2',
  vectorEffect: 'non-scaling-stroke',
} as const;
const byPlace = new Intl.Collator('en', { numeric: true });

/** A row for each place, a bar for each task, coloured by state. The table beside it holds the same data. */
export function HistoryPlot({ tasks, since, until }: HistoryPlotProps) {
  const t = useTranslations('memory.history');
  const places = new Map<string, TaskStory[]>();
  for (const task of tasks) {
    const place = placeOf(task);
    places.set(place, [...(places.get(place) ?? []), task]);
  }
  const rows = [...places].sort(([a], [b]) => byPlace.compare(a, b)).slice(0, MOST_ROWS);
  const left = (at: number) => ((Math.min(Math.max(at, since), until) - since) / Math.max(1, until - since)) * WIDTH;
  return (
    <figure className="overflow-hidden px-4 py-3">
      <div className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3">
        <ol className="text-ink-muted text-2xs" aria-hidden="true">
          {rows.map(([place]) => (
            <li key={place} className="h-3.5 max-w-32 truncate text-right leading-3.5">
              {place}
            </li>
          ))}
        </ol>
        <svg
          role="img"
          aria-label={t('plotLabel', { tasks: tasks.length, places: places.size })}
          viewBox={`0 0 ${WIDTH} ${Math.max(1, rows.length) * ROW}`}
          preserveAspectRatio="none"
          className="w-full"
          height={Math.max(1, rows.length) * ROW}
        >
          {rows.map(([place, its], row) => (
            <g key={place}>
              {its.flatMap((task) =>
                piecesOf(task, until).map(({ state, from, to }) => (
                  <rect
                    key={`${task.id} ${state} ${from}`}
                    x={left(from)}
                    y={row * ROW + (ROW - BAR) / 2}
                    width={Math.max(1.5, left(to) - left(from))}
                    height={BAR}
                    {...(WAITING.has(state) ? HOLLOW : { fill: 'currentColor' })}
                    className={TONE_MARK[markOfState(state).tone]}
                  />
                )),
              )}
            </g>
          ))}
        </svg>
        <p className="col-start-2 mt-1 flex justify-between text-2xs text-ink-muted">
          <ExactTime at={since} />
          <ExactTime at={until} />
        </p>
      </div>
      {places.size > MOST_ROWS && (
        <figcaption className="mt-2 text-ink-muted text-xs">
          {t('morePlaces', { count: places.size - MOST_ROWS })}
        </figcaption>
      )}
    </figure>
  );
}

/** A bar for each state until the next; the end gets a short one, so that a failure is visible. */
function piecesOf({ states, createdAt, goneAt, endedAt }: TaskStory, until: number) {
  const last = goneAt ?? until;
  return states.map(([state, at], index) => {
    const next = states[index + 1]?.[1] ?? (endedAt === null ? last : at);
    return { state, from: index === 0 ? Math.min(createdAt, at) : at, to: next };
  });
}
