'use client';
import { useCallback, useEffect, useSyncExternalStore } from 'react';
import type { TaskId } from '#lib/domain/ids';
import type { HiveReplica } from '#lib/live/hive/hive-replica';
import { useLiveClient } from './live-provider';

export interface Hive {
  /** undefined: nothing has arrived yet. Another object when everything has come anew; it changes in place otherwise. */
  replica: HiveReplica | undefined;
  /** Called with the cells that have changed. Returns the way to stop. */
  subscribe: (listener: (changed: readonly number[] | 'all') => void) => () => void;
  /** The task that a cell stands for; null when it is gone meanwhile. */
  askTask: (cell: number) => Promise<TaskId | null>;
}

/** Every task of the swarm as a cell, live. */
export function useHive(): Hive {
  const client = useLiveClient();
  useEffect(() => client?.follow('hive'), [client]);
  const subscribe = useCallback(
    (listener: (changed: readonly number[] | 'all') => void) =>
      client?.replica('hive').listenToHive(listener) ?? (() => undefined),
    [client],
  );
  const replica = useSyncExternalStore(
    subscribe,
    () => client?.replica('hive').hive,
    () => undefined,
  );
  const askTask = useCallback(async (cell: number) => client?.taskAt(cell) ?? null, [client]);
  return { replica, subscribe, askTask };
}
