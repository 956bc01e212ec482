import type { Node } from '../node/node';
import { quorumOf } from '../node/quorum';
import { isUpdateStuck, type Service } from '../service/service';
import { fallsShort, type Tally } from '../service/tally';

export const HEALTH_LEVELS = ['ok', 'warning', 'critical'] as const;
export type HealthLevel = (typeof HEALTH_LEVELS)[number];

/** One reason why the swarm is not well; `kind` names its sentence in the catalogue. */
export type HealthReason =
  | { kind: 'quorum-lost'; level: 'critical'; reachable: number; needed: number }
  | { kind: 'no-leader'; level: 'critical' }
  | { kind: 'service-dark'; level: 'critical'; services: string[] }
  | { kind: 'update-paused'; level: 'critical'; services: string[] }
  | { kind: 'quorum-thin'; level: 'warning'; reachable: number; managers: number }
  | { kind: 'nodes-down'; level: 'warning'; nodes: string[] }
  | { kind: 'service-short'; level: 'warning'; services: string[] };

export interface Health {
  level: HealthLevel;
  reasons: HealthReason[];
}

/** How the swarm is, worst reason first. A swarm of one manager is not called thin: it was made so. */
export function healthOf(nodes: readonly Node[], services: readonly { service: Service; tally: Tally }[]): Health {
  const reasons: HealthReason[] = [];
  const quorum = quorumOf(nodes);
  if (quorum.managers > 0 && quorum.spare < 0)
    reasons.push({ kind: 'quorum-lost', level: 'critical', reachable: quorum.reachable, needed: quorum.needed });
  else if (quorum.managers > 0 && quorum.leader === null) reasons.push({ kind: 'no-leader', level: 'critical' });

  const short = services.filter(({ service, tally }) => fallsShort(service, tally));
  const names = (list: typeof services) => list.map(({ service }) => service.name).sort();
  const dark = short.filter(({ tally }) => tally.running === 0);
  const stuck = services.filter(({ service }) => isUpdateStuck(service));
  if (dark.length) reasons.push({ kind: 'service-dark', level: 'critical', services: names(dark) });
  if (stuck.length) reasons.push({ kind: 'update-paused', level: 'critical', services: names(stuck) });

  if (quorum.spare >= 0 && quorum.reachable < quorum.managers)
    reasons.push({ kind: 'quorum-thin', level: 'warning', reachable: quorum.reachable, managers: quorum.managers });
  const down = nodes.filter((node) => node.state === 'down' || node.state === 'disconnected');
  if (down.length)
    reasons.push({ kind: 'nodes-down', level: 'warning', nodes: down.map((node) => node.hostname).sort() });
  const partly = short.filter(({ tally }) => tally.running > 0);
  if (partly.length) reasons.push({ kind: 'service-short', level: 'warning', services: names(partly) });

  return { level: reasons[0]?.level ?? 'ok', reasons };
}
