'use client';
import { useCallback, useEffect, useMemo, useSyncExternalStore } from 'react';
import type { NodeId, ServiceId } from '#lib/domain/ids';
import type { Node } from '#lib/domain/node/node';
import { nodeNames } from '#lib/domain/node/node-name';
import type { OperationNews } from '#lib/domain/operation/operation';
import type { Task } from '#lib/domain/task/task';
import type { ServiceRow } from '#lib/live/picture/service-row';
import type { Topic } from '#lib/live/protocol/topic';
import type { TopicReplica } from '#lib/live/replica/topic-replica';
import { useLiveClient } from './live-provider';

/** undefined: not here yet. null: the snapshot is here and does not hold this object. */
export type Arriving<Value> = Value | undefined;

type Kind = 'nodes' | 'services' | 'tasks';

function useTopic<Value>(
  topic: Topic,
  kind: Kind,
  id: string | undefined,
  read: (replica: TopicReplica) => Value,
): Arriving<Value> {
  const client = useLiveClient();
  useEffect(() => client?.follow(topic), [client, topic]);
  const subscribe = useCallback(
    (listener: () => void) => client?.replica(topic).listen(listener, kind, id) ?? (() => undefined),
    [client, topic, kind, id],
  );
  const snapshot = () => {
    const replica = client?.replica(topic);
    return replica && replica.revision !== null ? read(replica) : undefined;
  };
  return useSyncExternalStore(subscribe, snapshot, () => undefined);
}

/** All nodes, by hostname. */
export const useNodes = (): Arriving<readonly Node[]> =>
  useTopic('cluster', 'nodes', undefined, (replica) => replica.nodes);

/** The node's display name, unique among all nodes. */
export function useNodeName(node: Pick<Node, 'id' | 'hostname'> | null | undefined): string {
  const nodes = useNodes();
  const { id, hostname } = node ?? {};
  return useMemo(() => (id && nodeNames(nodes ?? []).get(id)) || (hostname ?? ''), [nodes, id, hostname]);
}

/** All services with their numbers, by name. */
export const useServices = (): Arriving<readonly ServiceRow[]> =>
  useTopic('cluster', 'services', undefined, (replica) => replica.services);

/** A selection from all nodes; renders again only when `pick` returns another object. */
export const useNodesAs = <Value>(pick: (nodes: readonly Node[]) => Value): Arriving<Value> =>
  useTopic('cluster', 'nodes', undefined, (replica) => pick(replica.nodes));

/** A selection from all services; renders again only when `pick` returns another object. */
export const useServicesAs = <Value>(pick: (services: readonly ServiceRow[]) => Value): Arriving<Value> =>
  useTopic('cluster', 'services', undefined, (replica) => pick(replica.services));

export const useNode = (id: NodeId): Arriving<Node | null> =>
  useTopic('cluster', 'nodes', id, (replica) => replica.node(id) ?? null);

export const useService = (id: ServiceId): Arriving<ServiceRow | null> =>
  useTopic('cluster', 'services', id, (replica) => replica.service(id) ?? null);

export const useTasksOfService = (id: ServiceId): Arriving<readonly Task[]> =>
  useTopic(`service/${id}`, 'tasks', undefined, (replica) => replica.tasks);

export const useTasksOfNode = (id: NodeId): Arriving<readonly Task[]> =>
  useTopic(`node/${id}`, 'tasks', undefined, (replica) => replica.tasks);

/** Called when the service's revisions changed, and after a reconnect, because news may have been lost. */
export function useRevisionNews(service: ServiceId, listener: () => void): void {
  const client = useLiveClient();
  useEffect(() => {
    if (!client) return;
    let { link } = client.connection();
    const stops = [
      client.onRevision((id) => id === service && listener()),
      client.listen(() => {
        const before = link;
        ({ link } = client.connection());
        if (link === 'connected' && before === 'lost') listener();
      }),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [client, service, listener]);
}

/** Called for each change of an operation, until unmount. */
export function useOperationNews(listener: (news: OperationNews) => void): void {
  const client = useLiveClient();
  useEffect(() => client?.onOperation(listener), [client, listener]);
}
