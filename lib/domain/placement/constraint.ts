import type { Node } from '../node/node';

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

/** Whether a node satisfies all of them. Keys without regard to case, values likewise; `*` stands for anything. */
export function satisfies(node: Node, constraints: readonly string[]): boolean {
  return constraints.every((text) => {
    const constraint = parseConstraint(text);
    if (!constraint) return true;
    const actual = factOf(node, constraint.key);
    if (actual === undefined) return false;
    return matches(constraint.value, actual) !== constraint.negated;
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
    case 'node.ip':
      return node.address;
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

/** (SwarmKit: constraint.Match folds case and knows `*` as wildcard) */
function matches(pattern: string, actual: string): boolean {
  const expression = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${expression.join('.*')}$`, 'i').test(actual);
}
