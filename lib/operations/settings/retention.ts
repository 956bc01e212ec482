import type { Principal } from '#lib/domain/access/principal';
import { Fault } from '#lib/domain/fault';
import { changedRetention, type Retention, type RetentionRules, retentionAt } from '#lib/domain/retention/retention';
import type { Container } from '#lib/ports/container';
import { recordHouseAct } from '../record-house-act';

const FIELDS = ['ledgerDays', 'taskDays', 'revisionsKept'] as const;

/** What holds now, and the shorter limit of the ledger that is announced. Times are ISO 8601. */
export interface ShownRetention extends RetentionRules {
  announced: { ledgerDays: number; from: string } | null;
}

const shown = ({ rules, announced }: Retention): ShownRetention => ({
  ...rules,
  announced: announced && { ...announced, from: new Date(announced.from).toISOString() },
});

export const readRetention = async ({ stored, clock }: Pick<Container, 'stored' | 'clock'>): Promise<ShownRetention> =>
  shown(retentionAt(await stored.retention(), clock.now()));

/**
 * How long what is kept from now on. What is older goes within the hour, and does not come back; the ledger's waits its
 * days of notice.
 */
export async function changeRetention(
  ports: Pick<Container, 'clock' | 'ledger' | 'stored'>,
  by: Principal,
  wanted: RetentionRules,
): Promise<ShownRetention> {
  const now = ports.clock.now();
  const stored = await ports.stored.retention();
  const { rules: before, announced } = retentionAt(stored, now);
  const after = changedRetention(stored, wanted, now);
  const changes = FIELDS.filter((field) => before[field] !== wanted[field]).map((field) => ({
    path: `Retention.${field}`,
    before: before[field],
    after: wanted[field],
  }));
  if (announced && !after.announced)
    changes.push({ path: 'Retention.announced', before: announced.ledgerDays, after: null });
  const target = { kind: 'console', id: 'console', name: 'Swarmdeck' } as const;
  if (changes.length === 0) throw new Fault('nothing_to_change', { name: target.name });
  await recordHouseAct(ports, { action: 'settings.retention', by, target, changes }, () =>
    ports.stored.setRetention(after, by.name),
  );
  return shown(after);
}
