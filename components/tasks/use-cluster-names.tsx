'use client';

import { useMemo, useRef } from 'react';
import { useNodes, useServices } from '#components/live/use-live';
import type { NodeId, ServiceId } from '#lib/domain/ids';
import { imageName } from '#lib/domain/service/image';

interface Named<Id extends string> {
  value: Id;
  label: string;
}

export interface ClusterNames {
  /** undefined for one that is not in the swarm, or not yet here. */
  service: (id: ServiceId) => string | undefined;
  node: (id: NodeId) => string | undefined;
  isDown: (id: NodeId) => boolean;
  services: readonly Named<ServiceId>[];
  nodes: readonly Named<NodeId>[];
  images: readonly string[];
}

/**
 * What services and nodes are called, for lists that name many of them: the same object until a name changes, however often
 * their numbers do.
 */
export function useClusterNames(): ClusterNames {
  const services = useServices();
  const nodes = useNodes();
  const namedServices = useSame(services?.map(({ id, name, image }) => ({ id, name, image: imageName(image) })));
  const namedNodes = useSame(nodes?.map(({ id, hostname, state }) => ({ id, hostname, down: state === 'down' })));
  return useMemo(() => {
    const serviceNames = new Map(namedServices?.map(({ id, name }) => [id, name]));
    const nodeNames = new Map(namedNodes?.map((node) => [node.id, node]));
    return {
      service: (id) => serviceNames.get(id),
      node: (id) => nodeNames.get(id)?.hostname,
      isDown: (id) => nodeNames.get(id)?.down === true,
      services: (namedServices ?? []).map(({ id, name }) => ({ value: id, label: name })),
      nodes: (namedNodes ?? []).map(({ id, hostname }) => ({ value: id, label: hostname })),
      images: [...new Set(namedServices?.map(({ image }) => image))].sort(),
    };
  }, [namedServices, namedNodes]);
}

/** The list of before while the new one says the same. */
function useSame<Item extends Record<string, unknown>>(list: readonly Item[] | undefined): readonly Item[] | undefined {
  const held = useRef(list);
  const before = held.current;
  const same =
    before?.length === list?.length &&
    before?.every((item, index) => Object.entries(item).every(([key, value]) => list?.[index]?.[key] === value));
  if (!same) held.current = list;
  return held.current;
}
