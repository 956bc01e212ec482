import type { NodeId } from '../ids';
import type { Node } from './node';

const ID_SHOWN = 12;

/**
 * What each node is called. Host names are not unique: a node that leaves the swarm and joins again is listed twice,
 * the old one down and the new one ready, so that of twins the id is a part of the name.
 */
export function nodeNames(nodes: Iterable<Pick<Node, 'id' | 'hostname'>>): ReadonlyMap<NodeId, string> {
  const all = [...nodes];
  const twins = twinsAmong(all);
  return new Map(
    all.map(({ id, hostname }) => [
      id,
      twins.has(hostname) || !hostname ? `${hostname || '?'} (${id.slice(0, ID_SHOWN)})` : hostname,
    ]),
  );
}

/** Host names that more than one node has. */
export function twinsAmong(nodes: Iterable<Pick<Node, 'hostname'>>): ReadonlySet<string> {
  const [once, twice] = [new Set<string>(), new Set<string>()];
  for (const { hostname } of nodes) (once.has(hostname) ? twice : once).add(hostname);
  return twice;
}

/** A node's name for the docker CLI: its host name, or its id where that is ambiguous. */
export function nodeReference(nodes: ReadonlyMap<NodeId, Pick<Node, 'hostname'>>, id: NodeId): string {
  const hostname = nodes.get(id)?.hostname;
  if (!hostname || twinsAmong(nodes.values()).has(hostname)) return id;
  return hostname;
}
