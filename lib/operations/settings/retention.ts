import type { Principal } from '#lib/domain/access/principal';
import { Fault } from '#lib/domain/fault';
import type { Container } from '#lib/ports/container';
import type { RetentionRules } from '#lib/ports/retention';
import { recordHouseAct } from '../people/record-house-act';

const FIELDS = ['ledgerDays', 'taskDays', 'revisionsKept'] as const;

/** How long what is kept from now on. What is older goes within the hour, and does not come back. */
export async function changeRetention(ports: Container, by: Principal, rules: RetentionRules): Promise<RetentionRules> {
  const before = await ports.stored.retention();
  const changes = FIELDS.filter((field) => before[field] !== rules[field]).map((field) => ({
    path: `Retention.${field}`,
    before: before[field],
    after: rules[field],
  }));
  const target = { kind: 'console', id: 'console', name: 'Swarmdeck' } as const;
  if (changes.length === 0) throw new Fault('nothing_to_change', { name: target.name });
  await recordHouseAct(ports, { action: 'settings.retention', by, target, changes }, () =>
    ports.stored.setRetention(rules, by.name),
  );
  return rules;
}
