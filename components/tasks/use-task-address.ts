'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import type { TaskId } from '#lib/domain/ids';
import { isFailure, TASK_STATES, type TaskState } from '#lib/domain/task/task';
import { DEFAULT_TASK_QUERY, formatTaskQuery, parseTaskQuery, type TaskQuery } from '#lib/live/query/task-query';

export interface TaskAddress {
  query: TaskQuery;
  /** Changes a part of the query without a history entry. */
  set: (next: Partial<TaskQuery>) => void;
  /** Removes all filters; order and view stay. */
  clear: () => void;
  /** The task whose details are open. */
  task: TaskId | null;
  /** The address of a task's details with the present query. */
  hrefOf: (task: TaskId) => string;
  open: (task: TaskId) => void;
  close: () => void;
}

const PATH = '/tasks';

export const FAILED_STATES: TaskState[] = TASK_STATES.filter(isFailure);

const addressOf = (query: TaskQuery, task: string | null): string => {
  const search = [formatTaskQuery(query), task && new URLSearchParams({ task }).toString()].filter(Boolean).join('&');
  return search ? `${PATH}?${search}` : PATH;
};

/** The state of the tasks screen, kept in the address: it survives a reload and can be shared. */
export function useTaskAddress(): TaskAddress {
  const search = useSearchParams();
  // Equal addresses give the same query object, even when other parameters change.
  const canonical = formatTaskQuery(parseTaskQuery(search.toString()));
  const query = useMemo(() => parseTaskQuery(canonical), [canonical]);
  const task = (search.get('task') || null) as TaskId | null;
  const openedHere = useRef(false);
  useEffect(() => {
    if (task === null) openedHere.current = false;
  }, [task]);

  const set = useCallback((next: Partial<TaskQuery>) => {
    const now = parseTaskQuery(window.location.search);
    const open = new URLSearchParams(window.location.search).get('task');
    window.history.replaceState(null, '', addressOf({ ...now, ...next }, open));
  }, []);
  const clear = useCallback(() => {
    const { sort, descending, groupBy } = parseTaskQuery(window.location.search);
    set({ ...DEFAULT_TASK_QUERY, sort, descending, groupBy, states: groupBy ? FAILED_STATES : [] });
  }, [set]);
  const hrefOf = useCallback((id: TaskId) => addressOf(query, id), [query]);
  const open = useCallback((id: TaskId) => {
    openedHere.current = true;
    window.history.pushState(null, '', addressOf(parseTaskQuery(window.location.search), id));
  }, []);
  const close = useCallback(() => {
    // "Back" closes details that were opened here; after a shared link there is no entry to go back to.
    if (openedHere.current) window.history.back();
    else window.history.replaceState(null, '', addressOf(parseTaskQuery(window.location.search), null));
    openedHere.current = false;
  }, []);
  return { query, set, clear, task, hrefOf, open, close };
}
