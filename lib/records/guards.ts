import type { Database } from './database';

const GUARDS = {
  sqlite: [
    'ledger_refuses_update',
    'ledger_refuses_delete',
    'ledger_refuses_replace',
    'ledger_segments_refuse_update',
    'ledger_segments_refuse_delete',
    'ledger_segments_refuse_replace',
  ],
  postgresql: [
    'ledger_refuses_update',
    'ledger_refuses_delete',
    'ledger_refuses_truncate',
    'ledger_refuses_past',
    'ledger_segments_refuse',
    'ledger_segments_refuse_truncate',
  ],
};
const EXISTING = {
  sqlite: `SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ('ledger', 'ledger_segments')`,
  postgresql: `SELECT tgname::text AS name FROM pg_trigger WHERE tgrelid IN ('ledger'::regclass, 'ledger_segments'::regclass) AND tgenabled IN ('O', 'A')`,
};

/**
 * The first guard trigger of the ledger that is missing or off, or null. A missing one is never put back silently:
 * while it was away rows may have been changed, and that is for a person to look into.
 */
export async function missingGuard({ prisma, provider }: Database): Promise<string | null> {
  const rows = await prisma.$queryRawUnsafe<{ name: string }[]>(EXISTING[provider]);
  const existing = new Set(rows.map(({ name }) => name));
  return GUARDS[provider].find((name) => !existing.has(name)) ?? null;
}
