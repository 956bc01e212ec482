'use client';
import { useCallback, useEffect, useSyncExternalStore } from 'react';
import type { TaskId } from '#lib/domain/ids';
import type { HiveReplica } from '#lib/live/hive/hive-replica';
import { useLiveClient } from './live-provider';

export interface Hive {
  /** undefined: not here yet. A new object after a snapshot; a delta changes it in place. */
  replica: HiveReplica | undefined;
  /** Called with the changed cells. Returns the unsubscriber. */
  subscribe: (listener: (changed: readonly number[] | 'all') => void) => () => void;
  /** The task of a cell; null when it was removed meanwhile. */
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
