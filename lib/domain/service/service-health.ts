import { isJob, isUpdateInFlight, isUpdateStuck, type Service } from './service';
import { fallsShort, type Tally } from './tally';

/**
 * How a service is, in one word; the first that holds. None of them changes while the restarted task of a crash loop
 * lives, nor while an update takes down what it brings up again.
 */
export type ServiceHealth =
  /** An update or rollback is paused half-way and waits for a person. */
  | 'stuck'
  /** Tasks of a slot fail one after the other, and none has lasted since. */
  | 'crashing'
  /** A task ended badly and is not started again. */
  | 'failed'
  /** Wanted, and nothing of it runs. */
  | 'dark'
  | 'short'
  | 'moving'
  /** All that was wanted has ended well and is not started again: a job, or a service that is not restarted. */
  | 'finished'
  /** None is wanted. */
  | 'idle'
  | 'well';

export type Counted = Pick<Service, 'mode' | 'updateStatus'> & { tally: Tally };

export function healthOfService(service: Counted): ServiceHealth {
  const { tally, mode } = service;
  if (isUpdateStuck(service) && !isOverAndDone(tally)) return 'stuck';
  if (tally.crashing > 0) return 'crashing';
  if (tally.gaveUp > 0) return 'failed';
  const short = fallsShort(service, tally);
  if (short && !isJob(mode) && tally.running + tally.completed === 0) return 'dark';
  // What an update takes down it brings up again: short is only what nothing is on its way for.
  if (isUpdateInFlight(service) && tally.running + tally.starting - tally.pending >= tally.desired) return 'moving';
  if (short) return 'short';
  if (isUpdateInFlight(service)) return 'moving';
  if (tally.desired === 0) return 'idle';
  return tally.completed >= tally.desired ? 'finished' : 'well';
}

/**
 * Every slot has ended with the present template. For SwarmKit a task that ends within the monitor is a failure of the
 * update, exit code 0 included, and it pauses it: where nothing is left to be moved, nothing stands half-way.
 */
const isOverAndDone = ({ desired, completed, gaveUp, outdated }: Tally): boolean =>
  desired > 0 && completed + gaveUp >= desired && outdated === 0;

const UNHEALTHY: ReadonlySet<ServiceHealth> = new Set(['stuck', 'crashing', 'failed', 'dark', 'short']);

/** Whether the service requires attention: the filter of the service list and the overview. */
export const isUnhealthy = (health: ServiceHealth): boolean => UNHEALTHY.has(health);
