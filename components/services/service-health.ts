import { isJob, isUpdateInFlight, isUpdateStuck } from '#lib/domain/service/service';
import { fallsShort } from '#lib/domain/service/tally';
import type { ServiceRow } from '#lib/live/picture/service-row';
import type { Tone } from '../ui/tone';

/** How a service is, in one word; the first that holds. */
export type ServiceHealth =
  /** Wanted, and nothing of it runs. */
  | 'dark'
  /** An update or rollback stands half-way and waits for a person. */
  | 'stuck'
  | 'short'
  | 'moving'
  /** A job with all its completions. */
  | 'done'
  /** None is wanted. */
  | 'idle'
  | 'well';

export function healthOfService(row: ServiceRow): ServiceHealth {
  const { tally } = row;
  const short = fallsShort(row, tally);
  if (short && tally.running === 0) return 'dark';
  if (isUpdateStuck(row)) return 'stuck';
  // What an update takes down it brings up again: short is only what nothing is on its way for.
  if (isUpdateInFlight(row) && tally.running + tally.starting - tally.pending >= tally.desired) return 'moving';
  if (short) return 'short';
  if (isUpdateInFlight(row)) return 'moving';
  if (isJob(row.mode) && tally.completed >= tally.desired) return 'done';
  return tally.desired === 0 ? 'idle' : 'well';
}

export const isUnhealthy = (health: ServiceHealth): boolean =>
  health === 'dark' || health === 'stuck' || health === 'short';

export const HEALTH_TONE: Record<ServiceHealth, Tone> = {
  dark: 'bad',
  stuck: 'bad',
  short: 'warn',
  moving: 'flight',
  done: 'good',
  idle: 'off',
  well: 'good',
};
