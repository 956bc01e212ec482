import type { Node } from '../node/node';
import { nodeNames } from '../node/node-name';
import { quorumOf } from '../node/quorum';
import type { Service } from '../service/service';
import { type Counted, healthOfService, type ServiceHealth } from '../service/service-health';

export const HEALTH_LEVELS = ['ok', 'warning', 'critical'] as const;
export type HealthLevel = (typeof HEALTH_LEVELS)[number];

/** One reason why the swarm is not well; `kind` names its sentence in the catalogue. */
export type HealthReason =
  | { kind: 'quorum-lost'; level: 'critical'; reachable: number; needed: number }
  | { kind: 'no-leader'; level: 'critical' }
  | { kind: 'service-dark' | 'service-failed' | 'service-crashing'; level: 'critical'; services: string[] }
  | { kind: 'update-paused'; level: 'critical'; services: string[] }
  | { kind: 'quorum-thin'; level: 'warning'; reachable: number; managers: number }
  | { kind: 'nodes-down'; level: 'warning'; nodes: string[] }
  | { kind: 'service-short'; level: 'warning'; services: string[] };

export interface Health {
  level: HealthLevel;
  reasons: HealthReason[];
}

/**
 * How the swarm is, worst reason first. A swarm of one manager is not called thin: it was made so. Each service is
 * named once.
 */
export function healthOf(nodes: readonly Node[], services: readonly (Counted & Pick<Service, 'name'>)[]): Health {
  const reasons: HealthReason[] = [];
  const quorum = quorumOf(nodes);
  if (quorum.managers > 0 && quorum.spare < 0)
    reasons.push({ kind: 'quorum-lost', level: 'critical', reachable: quorum.reachable, needed: quorum.needed });
  else if (quorum.managers > 0 && quorum.leader === null) reasons.push({ kind: 'no-leader', level: 'critical' });

  const named = new Map<ServiceHealth, string[]>();
  for (const service of services) {
    const health = healthOfService(service);
    const list = named.get(health);
    if (list) list.push(service.name);
    else named.set(health, [service.name]);
  }
  const names = (health: ServiceHealth): string[] => (named.get(health) ?? []).sort();
  const critical = [
    ['service-dark', names('dark')],
    ['service-failed', names('failed')],
    ['service-crashing', names('crashing')],
    ['update-paused', names('stuck')],
  ] as const;
  for (const [kind, list] of critical) if (list.length) reasons.push({ kind, level: 'critical', services: list });

  if (quorum.spare >= 0 && quorum.reachable < quorum.managers)
    reasons.push({ kind: 'quorum-thin', level: 'warning', reachable: quorum.reachable, managers: quorum.managers });
  const calls = nodeNames(nodes);
  const down = nodes.filter((node) => node.state === 'down' || node.state === 'disconnected');
  if (down.length)
    reasons.push({ kind: 'nodes-down', level: 'warning', nodes: down.map(({ id }) => calls.get(id) ?? id).sort() });
  const short = names('short');
  if (short.length) reasons.push({ kind: 'service-short', level: 'warning', services: short });

  return { level: reasons[0]?.level ?? 'ok', reasons };
}
