import type { OperationFilterInput } from '#lib/contract/audit';
import { OPEN_STATES, OUTCOMES, type Outcome } from '#lib/domain/operation/operation';
import type { OperationFilter } from '#lib/ports/ledger';

const isOutcome = (word: string): word is Outcome => (OUTCOMES as readonly string[]).includes(word);

/** A request's filter in the ledger's form. */
export function filterOf({
  target,
  kind,
  name,
  who,
  action,
  result,
  since,
  until,
}: OperationFilterInput): OperationFilter {
  const utc = (moment: string) => new Date(moment).toISOString();
  return {
    ...(target && { targetId: target }),
    ...(kind && { targetKinds: [kind] }),
    ...(name && { targetName: name }),
    ...(who && { byName: who }),
    ...(action && { action }),
    ...(result &&
      (isOutcome(result) ? { outcomes: [result] } : { states: result === 'open' ? [...OPEN_STATES] : [result] })),
    ...(since && { since: utc(since) }),
    ...(until && { until: utc(until) }),
  };
}
