import type { Service } from '#lib/domain/service/service';
import type { Tally } from '#lib/domain/service/tally';

/** A service with its tasks in numbers, as every screen shows it. */
export interface ServiceRow extends Service {
  tally: Tally;
}
