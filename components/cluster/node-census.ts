import { isManager, type Node } from '#lib/domain/node/node';

/** Nodes of one role in numbers. A node may be counted twice: one can be drained and down. */
export interface Census {
  total: number;
  ready: number;
  notReady: number;
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
    notReady: those((node) => node.state !== 'ready'),
    paused: those((node) => node.availability === 'pause'),
    drained: those((node) => node.availability === 'drain'),
  };
}
