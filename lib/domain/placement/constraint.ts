import type { Node } from '../node/node';
import { matchesIp } from './ip';

interface Constraint {
  key: string;
  negated: boolean;
  value: string;
}

/** `node.role==manager`, `node.labels.zone != a`; null for what is no constraint. (SwarmKit: manager/constraint) */
export function parseConstraint(text: string): Constraint | null {
  const match = /^\s*([\w.-]+)\s*(==|!=)\s*(.+?)\s*$/.exec(text);
  const [, key, operator, value] = match ?? [];
  return key && value ? { key, negated: operator === '!=', value } : null;
}

/**
 * Whether a node satisfies all of them. Keys and values without regard to case, and a value whole: SwarmKit knows no
 * wildcards. A malformed address matches no node. (SwarmKit: manager/constraint, NodeMatches)
 */
export function satisfies(node: Node, constraints: readonly string[]): boolean {
  return constraints.every((text) => {
    const constraint = parseConstraint(text);
    if (!constraint) return true;
    if (constraint.key.toLowerCase() === 'node.ip') {
      const within = matchesIp(node.address, constraint.value);
      return within !== null && within !== constraint.negated;
    }
    const actual = factOf(node, constraint.key);
    if (actual === undefined) return false;
    return (constraint.value.toLowerCase() === actual.toLowerCase()) !== constraint.negated;
  });
}

/** A missing label is the empty string; an unknown key matches no node. */
function factOf(node: Node, key: string): string | undefined {
  const label = (prefix: string, labels: Record<string, string>) =>
    key.toLowerCase().startsWith(prefix) ? (labels[key.slice(prefix.length)] ?? '') : undefined;
  switch (key.toLowerCase()) {
    case 'node.id':
      return node.id;
    case 'node.hostname':
      return node.hostname;
    case 'node.role':
      return node.role;
    case 'node.platform.os':
      return node.platform.os;
    case 'node.platform.arch':
      return node.platform.architecture;
    default:
      return label('node.labels.', node.labels) ?? label('engine.labels.', node.engineLabels);
  }
}
