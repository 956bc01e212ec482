import { isManager, type Node } from '#lib/domain/node/node';

/** Nodes of one role in numbers. A node may be counted twice: one can be drained and down. */
export interface Census {
  total: number;
  ready: number;
  down: number;
  /** State unknown to the present leader: after an election that is every node for a moment. */
  unknown: number;
  paused: number;
  drained: number;
}

export const censusOf = (nodes: readonly Node[]): Record<'managers' | 'workers', Census> => ({
  managers: count(nodes.filter(isManager)),
  workers: count(nodes.filter((node) => !isManager(node))),
});

function count(nodes: readonly Node[]): Census {
  const those = (holds: (node: Node) => boolean) => nodes.filter(holds).length;
  return {
    total: nodes.length,
    ready: those((node) => node.state === 'ready'),
    down: those((node) => node.state === 'down' || node.state === 'disconnected'),
    unknown: those((node) => node.state === 'unknown'),
    paused: those((node) => node.availability === 'pause'),
    drained: those((node) => node.availability === 'drain'),
  };
}
