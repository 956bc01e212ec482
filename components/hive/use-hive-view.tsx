'use client';

import { useMemo, useRef } from 'react';
import type { ServiceId } from '#lib/domain/ids';
import type { Node } from '#lib/domain/node/node';
import type { Service } from '#lib/domain/service/service';
import type { HiveReplica } from '#lib/live/hive/hive-replica';
import type { Grouping } from './grouping';
import { HiveView, type Situation } from './hive-view';

type Names = ReadonlyMap<ServiceId, string>;

/** The same map as long as no service is called otherwise: services change with every task of theirs. */
function useServiceNames(services: readonly Pick<Service, 'id' | 'name'>[]): Names {
  const held = useRef<Names>(new Map());
  return useMemo(() => {
    const same =
      held.current.size === services.length && services.every(({ id, name }) => held.current.get(id) === name);
    if (!same) held.current = new Map(services.map(({ id, name }) => [id, name]));
    return held.current;
  }, [services]);
}

export interface Arranged {
  view: HiveView;
  replica: HiveReplica;
  situation: Situation;
}

/** The replica as the screen wants it; another object whenever it was arranged anew. */
export function useHiveView(
  replica: HiveReplica | undefined,
  nodes: readonly Node[],
  services: readonly Pick<Service, 'id' | 'name'>[],
  by: Grouping,
  allFailures: boolean,
): Arranged | null {
  const serviceNames = useServiceNames(services);
  const view = useMemo(() => replica && new HiveView(replica), [replica]);
  const situation = useMemo(() => ({ nodes, serviceNames, by, allFailures }), [nodes, serviceNames, by, allFailures]);
  return useMemo(() => {
    if (!view || !replica) return null;
    view.arrange(situation, Math.floor(Date.now() / 1000));
    return { view, replica, situation };
  }, [view, replica, situation]);
}
