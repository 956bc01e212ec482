'use client';
import { useCallback, useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import type { Task } from '#lib/domain/task/task';
import { ROWS_A_BLOCK, type Topic } from '#lib/live/protocol/topic';
import { formatTaskQuery, type TaskQuery } from '#lib/live/query/task-query';
import type { TaskSummary } from '#lib/live/query/task-view';
import { useLiveClient } from './live-provider';

export interface TaskQueryAnswer {
  /** undefined: not here yet. */
  summary: TaskSummary | undefined;
  /** The task at an index in the query's order; undefined: not here yet. */
  row: (index: number) => Task | undefined;
  /** Whether a subscription still waits for its snapshot. */
  waiting: boolean;
}

/** A query over all tasks, answered by the server: a summary, and the rows around those in view. */
export function useTaskQuery(query: TaskQuery, range: { from: number; to: number }): TaskQueryAnswer {
  const client = useLiveClient();
  const formatted = formatTaskQuery(query);
  const first = Math.max(0, Math.floor(range.from / ROWS_A_BLOCK));
  const last = Math.max(first, Math.ceil(range.to / ROWS_A_BLOCK) - 1);
  const topics = useMemo(() => {
    const blocks = Array.from({ length: last - first + 1 }, (_, index) => first + index);
    return [`tasks?${formatted}` as Topic, ...blocks.map((block) => `rows/${block}?${formatted}` as Topic)];
  }, [formatted, first, last]);
  useFollowed(topics);

  const changes = useRef(0);
  const subscribe = useCallback(
    (listener: () => void) => {
      const noteChange = () => {
        changes.current += 1;
        listener();
      };
      const stops = topics.map((topic, index) =>
        client?.replica(topic).listen(noteChange, index === 0 ? 'summary' : 'tasks'),
      );
      return () => {
        for (const stop of stops) stop?.();
      };
    },
    [client, topics],
  );
  const change = useSyncExternalStore(
    subscribe,
    () => changes.current,
    () => 0,
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: the replicas are mutated, and `change` counts it
  return useMemo(() => {
    const [numbers, ...blocks] = topics.map((topic) => client?.replica(topic));
    const row = (index: number) => blocks[Math.floor(index / ROWS_A_BLOCK) - first]?.tasks[index % ROWS_A_BLOCK];
    const arrived = [numbers, ...blocks].every((replica) => replica !== undefined && replica.revision !== null);
    return { summary: numbers?.summary, row, waiting: !arrived };
  }, [client, topics, first, change]);
}

/** Subscribes to these topics; those that stay in the list keep their subscription. */
function useFollowed(topics: readonly Topic[]): void {
  const client = useLiveClient();
  const held = useRef<{ client: typeof client; stops: Map<Topic, () => void> }>({ client: null, stops: new Map() });
  const release = useCallback((keep: ReadonlySet<Topic>) => {
    for (const [topic, stop] of held.current.stops) {
      if (keep.has(topic)) continue;
      stop();
      held.current.stops.delete(topic);
    }
  }, []);
  useEffect(() => {
    if (held.current.client !== client) release(new Set());
    held.current.client = client;
    for (const topic of topics)
      if (client && !held.current.stops.has(topic)) held.current.stops.set(topic, client.follow(topic));
    release(new Set(topics));
  }, [client, topics, release]);
  useEffect(() => () => release(new Set()), [release]);
}
