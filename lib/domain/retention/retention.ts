/** How long what is kept. null: for ever. */
export interface RetentionRules {
  ledgerDays: number | null;
  taskDays: number | null;
  /** Of each service, the newest so many; those that an act or a note refers to stay beside them. */
  revisionsKept: number | null;
}

export const RETENTION: RetentionRules = { ledgerDays: null, taskDays: 90, revisionsKept: 200 };

/** A shorter limit of the ledger, and from when on it holds (epoch ms). */
export interface AnnouncedLimit {
  ledgerDays: number;
  from: number;
}

export interface Retention {
  rules: RetentionRules;
  announced: AnnouncedLimit | null;
}

/** Whoever wants to hide an action by a short limit has to leave it in sight for so long. */
export const LEDGER_DAYS_MIN = 30;
const DAY_MS = 86_400_000;
export const NOTICE_DAYS = 7;

/** What holds now: an announced limit once its time has come, and never less than the least. */
export function retentionAt({ rules, announced }: Retention, now: number): Retention {
  const isDue = announced !== null && now >= announced.from;
  const days = isDue ? announced.ledgerDays : rules.ledgerDays;
  const ledgerDays = days === null ? null : Math.max(days, LEDGER_DAYS_MIN);
  return { rules: { ...rules, ledgerDays }, announced: isDue ? null : announced };
}

/**
 * The retention after a change. A shorter limit of the ledger waits until everybody could see it announced; a longer
 * one holds at once and takes an announced one back.
 */
export function changedRetention(stored: Retention, wanted: RetentionRules, now: number): Retention {
  const { rules, announced } = retentionAt(stored, now);
  const isShorter = wanted.ledgerDays !== null && wanted.ledgerDays < (rules.ledgerDays ?? Number.POSITIVE_INFINITY);
  if (!isShorter || wanted.ledgerDays === null) return { rules: wanted, announced: null };
  const from = announced?.ledgerDays === wanted.ledgerDays ? announced.from : now + NOTICE_DAYS * DAY_MS;
  return { rules: { ...wanted, ledgerDays: rules.ledgerDays }, announced: { ledgerDays: wanted.ledgerDays, from } };
}
