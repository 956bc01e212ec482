import { createHash } from 'node:crypto';
import type { LedgerRow } from '#lib/ports/ledger';
import { canonicalJson } from '../canonical-json';

export type LedgerHead = Pick<LedgerRow, 'seq' | 'hash'>;

/** What the first row follows. */
export const GENESIS: LedgerHead = { seq: 0, hash: '0'.repeat(64) };

/** SHA-256 over the canonical JSON of everything else in the row, the hash of the row before among it. */
export function hashOf({
  seq,
  prevHash,
  kind,
  operationId,
  at,
  instance,
  boot,
  body,
}: Omit<LedgerRow, 'hash'>): string {
  const text = canonicalJson({ seq, prevHash, kind, operationId, at, instance, boot, body });
  return createHash('sha256').update(text).digest('hex');
}

export function follow(head: LedgerHead, entry: Omit<LedgerRow, 'seq' | 'prevHash' | 'hash'>): LedgerRow {
  const row = { ...entry, seq: head.seq + 1, prevHash: head.hash };
  return { ...row, hash: hashOf(row) };
}

/** Whether a row is as it was written, and where it was written. */
export const follows = (head: LedgerHead, row: LedgerRow): boolean =>
  row.seq === head.seq + 1 && row.prevHash === head.hash && row.hash === hashOf(row);
