'use client';

import { useMemo, useRef } from 'react';
import type { ServiceId } from '#lib/domain/ids';
import type { Node } from '#lib/domain/node/node';
import type { HiveReplica } from '#lib/live/hive/hive-replica';
import type { ServiceRow } from '#lib/live/picture/service-row';
import type { Grouping } from './grouping';
import { HiveView, type Situation } from './hive-view';

type Names = ReadonlyMap<ServiceId, string>;

/** The same map until a service is renamed, because service rows change with every task. */
function useServiceNames(services: readonly HiveService[]): Names {
  const held = useRef<Names>(new Map());
  return useMemo(() => {
    const same =
      held.current.size === services.length && services.every(({ id, name }) => held.current.get(id) === name);
    if (!same) held.current = new Map(services.map(({ id, name }) => [id, name]));
    return held.current;
  }, [services]);
}

/** What the hive uses of a service. */
export type HiveService = Pick<ServiceRow, 'id' | 'name'> & { tally: Pick<ServiceRow['tally'], 'crashing'> };

/** The same set until its members change. */
function useCrashing(services: readonly HiveService[]): ReadonlySet<ServiceId> {
  const held = useRef<ReadonlySet<ServiceId>>(new Set());
  return useMemo(() => {
    const crashing = services.filter(({ tally }) => tally.crashing > 0).map(({ id }) => id);
    const same = held.current.size === crashing.length && crashing.every((id) => held.current.has(id));
    if (!same) held.current = new Set(crashing);
    return held.current;
  }, [services]);
}

export interface Arranged {
  view: HiveView;
  replica: HiveReplica;
  situation: Situation;
}

/** The view of a replica; a new object whenever it was arranged again. */
export function useHiveView(
  replica: HiveReplica | undefined,
  nodes: readonly Node[],
  services: readonly HiveService[],
  by: Grouping,
  allFailures: boolean,
): Arranged | null {
  const serviceNames = useServiceNames(services);
  const view = useMemo(() => replica && new HiveView(replica), [replica]);
  const crashing = useCrashing(services);
  const situation = useMemo(
    () => ({ nodes, serviceNames, crashing, by, allFailures }),
    [nodes, serviceNames, crashing, by, allFailures],
  );
  return useMemo(() => {
    if (!view || !replica) return null;
    view.arrange(situation, Math.floor(Date.now() / 1000));
    return { view, replica, situation };
  }, [view, replica, situation]);
}
