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

/** A stretch of the ledger that was written to a file before its rows went. */
export interface LedgerSegment {
  fromSeq: number;
  toSeq: number;
  rows: number;
  /** Hash of its last row. */
  headHash: string;
  /** Its name in the folder of segments of the console that sealed it. */
  file: string;
  /** SHA-256 of that file. */
  fileHash: string;
  sealedAt: string;
}

/** `missing`: not in this console's folder, which is no fault where another console sealed it. */
export type SegmentState = 'good' | 'missing' | 'altered' | 'does-not-follow';

export interface LedgerSegments {
  list(): Promise<LedgerSegment[]>;
  /**
   * Writes the oldest rows, of acts that were over before a time (epoch ms), to a file, and seals it. null when there are
   * none. The rows themselves go by `clear`.
   */
  seal(before: number, lease: HeldLease): Promise<LedgerSegment | null>;
  /** Removes up to so many rows that are sealed, and the acts that they tell of; answers how many rows. */
  clear(limit: number, lease: HeldLease): Promise<number>;
  /** Each segment, read again from its file: its hash, its chain, and that it follows the one before. */
  check(): Promise<(LedgerSegment & { state: SegmentState })[]>;
}
