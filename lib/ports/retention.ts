import type { HeldLease } from './leases';

/** How long what is kept. null: for ever. */
export interface RetentionRules {
  ledgerDays: number | null;
  taskDays: number | null;
  /** Of each service, the newest so many; those that an act or a note refers to stay beside them. */
  revisionsKept: number | null;
}

export const RETENTION: RetentionRules = { ledgerDays: null, taskDays: 90, revisionsKept: 200 };

/** What people have set for the whole installation. */
export interface StoredSettings {
  retention(): Promise<RetentionRules>;
  setRetention(rules: RetentionRules, by: string): Promise<void>;
}

/** A stretch of the ledger whose rows were written together and sealed before they went. */
export interface LedgerSegment {
  fromSeq: number;
  toSeq: number;
  rows: number;
  /** Hash of its last row. */
  headHash: string;
  /** SHA-256 of its rows as text: one a line, as canonical JSON. */
  hash: string;
  sealedAt: string;
}

export type SegmentState = 'good' | 'altered' | 'does-not-follow';

export interface LedgerSegments {
  list(): Promise<LedgerSegment[]>;
  /**
   * Writes the oldest rows, of acts that were over before a time (epoch ms), into a segment, and seals it. null when there are
   * none. The rows themselves go by `clear`.
   */
  seal(before: number, lease: HeldLease): Promise<LedgerSegment | null>;
  /** Removes up to so many rows that are sealed, and the acts that they tell of; answers how many rows. */
  clear(limit: number, lease: HeldLease): Promise<number>;
  /** Each segment, read again: its hash, its chain, and that it follows the one before. */
  check(): Promise<(LedgerSegment & { state: SegmentState })[]>;
  /** The rows of the segment that ends there, one a line as canonical JSON. */
  text(toSeq: number): Promise<string>;
}
