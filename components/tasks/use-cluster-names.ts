'use client';

import { useMemo, useRef } from 'react';
import { useNodesAs, useServicesAs } from '#components/live/use-live';
import type { NodeId, ServiceId } from '#lib/domain/ids';
import type { Node } from '#lib/domain/node/node';
import { nodeNames } from '#lib/domain/node/node-name';
import { imageName } from '#lib/domain/service/image';
import type { ServiceRow } from '#lib/live/picture/service-row';

interface Named<Id extends string> {
  value: Id;
  label: string;
}

export interface ClusterNames {
  /** undefined: removed from the swarm, or not here yet. */
  service: (id: ServiceId) => string | undefined;
  node: (id: NodeId) => string | undefined;
  isDown: (id: NodeId) => boolean;
  isCrashing: (id: ServiceId) => boolean;
  services: readonly Named<ServiceId>[];
  nodes: readonly Named<NodeId>[];
  images: readonly string[];
}

/**
 * Names of services and nodes, for lists that show many of them: the same object until a name changes, however often
 * the rows do.
 */
export function useClusterNames(): ClusterNames {
  const namedServices = useServicesAs(useSame(namedService));
  const namedNodes = useNodesAs(useSame(namedNode));
  return useMemo(() => {
    const serviceNames = new Map(namedServices?.map(({ id, name }) => [id, name]));
    const crashing = new Set(namedServices?.filter((service) => service.crashing).map(({ id }) => id));
    const calls = nodeNames(namedNodes ?? []);
    const down = new Set(namedNodes?.flatMap((node) => (node.down ? [node.id] : [])));
    return {
      service: (id) => serviceNames.get(id),
      node: (id) => calls.get(id),
      isCrashing: (id) => crashing.has(id),
      isDown: (id) => down.has(id),
      services: (namedServices ?? []).map(({ id, name }) => ({ value: id, label: name })),
      nodes: (namedNodes ?? []).map(({ id, hostname }) => ({ value: id, label: calls.get(id) ?? hostname })),
      images: [...new Set(namedServices?.map(({ image }) => image))].sort(),
    };
  }, [namedServices, namedNodes]);
}

const namedService = ({ id, name, image, tally }: ServiceRow) => ({
  id,
  name,
  image: imageName(image),
  crashing: tally.crashing > 0,
});
const namedNode = ({ id, hostname, state }: Node) => ({ id, hostname, down: state === 'down' });

/** Maps each item; returns the previous list while the result is equal. */
function useSame<From, To extends Record<string, unknown>>(
  of: (one: From) => To,
): (list: readonly From[]) => readonly To[] {
  const held = useRef<{ list: readonly From[]; made: readonly To[] } | null>(null);
  return (list) => {
    const before = held.current;
    if (before?.list === list) return before.made;
    const made = list.map(of);
    const same =
      before?.made.length === made.length &&
      before.made.every((item, index) => Object.entries(item).every(([key, value]) => made[index]?.[key] === value));
    held.current = { list, made: same ? before.made : made };
    return held.current.made;
  };
}
