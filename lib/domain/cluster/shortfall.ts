import type { Counted, ServiceHealth } from '../service/service-health';
import { healthOfService } from '../service/service-health';

const URGENCY: readonly ServiceHealth[] = ['dark', 'failed', 'crashing', 'stuck', 'short'];

const share = ({ tally }: Counted): number => (tally.running + tally.completed) / Math.max(1, tally.desired);

/**
 * The worst first: what runs nothing, what failed, what crashes; of those that run too little the one that lacks most.
 * A crash loop keeps its place whether its task lives just now or not.
 */
export function byUrgency(a: Counted & { name: string }, b: Counted & { name: string }): number {
  const [health, other] = [healthOfService(a), healthOfService(b)];
  const byHealth = URGENCY.indexOf(health) - URGENCY.indexOf(other);
  if (byHealth !== 0) return byHealth;
  const lacking = ({ tally }: Counted) => tally.desired - tally.running - tally.completed;
  const byLack = health === 'short' || health === 'dark' ? share(a) - share(b) || lacking(b) - lacking(a) : 0;
  return byLack || (a.name < b.name ? -1 : 1);
}
