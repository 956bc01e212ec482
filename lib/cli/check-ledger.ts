import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { terminalWords } from '#lib/i18n/terminal-words';
import type { LedgerCheck } from '#lib/ports/ledger';
import type { LedgerSegment, LedgerSegments, SegmentState } from '#lib/ports/retention';
import { openRecords } from '#lib/records/open-records';
import { makeLog } from '#lib/server/log';

export interface LedgerReport {
  check: LedgerCheck;
  /** The newest row, to be noted elsewhere. */
  head: { seq: number; hash: string } | null;
  /** The rows that were noted elsewhere and are not in this ledger. */
  missing: NotedRow[];
  segments: (LedgerSegment & { state: SegmentState })[];
  isWhole: boolean;
  /** Files that the sealed segments were written to. */
  written: string[];
}

/** SEQ:HASH, as the console shows it, exports it and the last check printed it. */
export interface NotedRow {
  seq: number;
  hash: string;
}

/** Throws LedgerRefused where the text is no noted row. */
export function notedRow(text: string): NotedRow {
  const [, seq, hash] = /^(\d{1,10}):([0-9a-f]{64})$/.exec(text.trim()) ?? [];
  if (!seq || !hash) throw new LedgerRefused(terminalWords()('notANotedRow', { text }));
  return { seq: Number(seq), hash };
}

export class LedgerRefused extends Error {
  override readonly name = 'LedgerRefused';
}

interface Checked {
  url: string;
  dataDir: string;
  ledgerSecret: string;
  /** Rows that were noted earlier: each has to be there still. */
  expected?: readonly NotedRow[];
  migrate?: boolean;
  /** A folder for the rows that were sealed: a file a segment, one row a line. */
  writeTo?: string;
}

/**
 * Opens the records beside the consoles that serve from them and checks every row, every sealed segment and what is
 * listed.
 */
export async function checkLedger(where: Checked): Promise<LedgerReport> {
  const records = await openRecords({
    url: where.url,
    instanceDir: where.dataDir,
    ledgerSecret: where.ledgerSecret,
    log: makeLog('silent'),
    clock: { now: () => Date.now() },
    checkServerLock: where.migrate === true,
  });
  try {
    const check = await records.ledger.verify();
    const segments = await records.segments.check();
    const good = segments.every(({ state }) => state === 'good');
    const missing: NotedRow[] = [];
    for (const noted of where.expected ?? [])
      if ((await records.ledger.rowAt(noted.seq))?.hash !== noted.hash) missing.push(noted);
    const head = await records.ledger.head();
    const written = where.writeTo === undefined ? [] : await write(records.segments, segments, where.writeTo);
    const fits = check.brokenAt === null && check.misprojected === undefined && check.unkeyed === undefined;
    return { check, segments, head, missing, isWhole: fits && good && missing.length === 0, written };
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
export function wordsOfReport({ check, segments, head, missing, isWhole, written }: LedgerReport): string {
  const words = terminalWords();
  const lines = segments.map(({ fromSeq, toSeq, state }) =>
    words(`segment-${state}`, { from: String(fromSeq), to: String(toSeq) }),
  );
  for (const file of written) lines.push(words('segmentWritten', { file }));
  if (check.brokenAt !== null)
    lines.push(words('ledgerBroken', { row: String(check.brokenAt), good: String(check.rows) }));
  for (const id of check.misprojected?.slice(0, 20) ?? []) lines.push(words('ledgerMisprojected', { id }));
  if (check.unkeyed) lines.push(words('ledgerUnkeyed', { rows: String(check.rows) }));
  for (const { seq, hash } of missing) lines.push(words('ledgerLacks', { seq: String(seq), hash }));
  if (isWhole) lines.push(words('ledgerWhole', { rows: String(check.rows) }));
  if (head) lines.push(words('ledgerHead', { head: `${head.seq}:${head.hash}` }));
  return lines.join('\n');
}
