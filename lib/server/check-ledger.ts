import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { LedgerCheck } from '#lib/ports/ledger';
import type { LedgerSegment, LedgerSegments, SegmentState } from '#lib/ports/retention';
import { openRecords } from '#lib/records/open-records';
import { makeLog } from './log';
import { terminalWords } from './terminal-words';

export interface LedgerReport {
  check: LedgerCheck;
  segments: (LedgerSegment & { state: SegmentState })[];
  isWhole: boolean;
  /** Files that the sealed segments were written to. */
  written: string[];
}

interface Checked {
  url: string;
  dataDir: string;
  migrate?: boolean;
  /** A folder for the rows that were sealed: a file a segment, one row a line. */
  writeTo?: string;
}

/** Opens the records beside whoever serves from them and checks every row, every sealed segment and what is listed. */
export async function checkLedger(where: Checked): Promise<LedgerReport> {
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
    const good = segments.every(({ state }) => state === 'good');
    const written = where.writeTo === undefined ? [] : await write(records.segments, segments, where.writeTo);
    return { check, segments, isWhole: check.brokenAt === null && check.misprojected === undefined && good, written };
  } finally {
    await records.close();
  }
}

async function write(from: LedgerSegments, segments: readonly LedgerSegment[], folder: string): Promise<string[]> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const files: string[] = [];
  for (const { fromSeq, toSeq } of segments) {
    const places = [fromSeq, toSeq].map((seq) => String(seq).padStart(10, '0'));
    const file = path.join(folder, `ledger-${places.join('-')}.ndjson`);
    writeFileSync(file, await from.text(toSeq), { mode: 0o600 });
    files.push(file);
  }
  return files;
}

/** What of the ledger does not fit, line by line, and last whether it is whole. */
export function wordsOfReport({ check, segments, isWhole, written }: LedgerReport): string {
  const say = terminalWords();
  const lines = segments.map(({ fromSeq, toSeq, state }) =>
    say(`segment-${state}`, { from: String(fromSeq), to: String(toSeq) }),
  );
  for (const file of written) lines.push(say('segmentWritten', { file }));
  if (check.brokenAt !== null)
    lines.push(say('ledgerBroken', { row: String(check.brokenAt), good: String(check.rows) }));
  for (const id of check.misprojected?.slice(0, 20) ?? []) lines.push(say('ledgerMisprojected', { id }));
  if (isWhole) lines.push(say('ledgerWhole', { rows: String(check.rows) }));
  return lines.join('\n');
}
