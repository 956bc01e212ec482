import type { LedgerCheck } from '#lib/ports/ledger';
import type { LedgerSegment, SegmentState } from '#lib/ports/retention';
import { openRecords } from '#lib/records/open-records';
import { makeLog } from './log';
import { terminalWords } from './terminal-words';

export interface LedgerReport {
  check: LedgerCheck;
  segments: (LedgerSegment & { state: SegmentState })[];
  isWhole: boolean;
}

/** Opens the records beside whoever serves from them and checks every row, every sealed segment and what is listed. */
export async function checkLedger(where: { url: string; dataDir: string; migrate?: boolean }): Promise<LedgerReport> {
  const records = await openRecords({
    url: where.url,
    instanceDir: where.dataDir,
    log: makeLog('silent'),
    clock: { now: () => Date.now() },
    checkServerLock: where.migrate === true,
  });
  try {
    const check = await records.ledger.verify();
    const segments = await records.segments.check();
    const good = segments.every(({ state }) => state === 'good' || state === 'missing');
    return { check, segments, isWhole: check.brokenAt === null && check.misprojected === undefined && good };
  } finally {
    await records.close();
  }
}

/** What of the ledger does not fit, line by line, and last whether it is whole. */
export function wordsOfReport({ check, segments, isWhole }: LedgerReport): string {
  const say = terminalWords();
  const lines = segments.map(({ fromSeq, toSeq, file, state }) =>
    say(`segment-${state}`, { from: String(fromSeq), to: String(toSeq), file }),
  );
  if (check.brokenAt !== null)
    lines.push(say('ledgerBroken', { row: String(check.brokenAt), good: String(check.rows) }));
  for (const id of check.misprojected?.slice(0, 20) ?? []) lines.push(say('ledgerMisprojected', { id }));
  if (isWhole) lines.push(say('ledgerWhole', { rows: String(check.rows) }));
  return lines.join('\n');
}
