import type { Retention } from '#lib/domain/retention/retention';
import type { HeldLease } from './leases';

/** What people have set for the whole installation. */
export interface StoredSettings {
  /** As it was stored: `retentionAt` gives what holds now. */
  retention(): Promise<Retention>;
  setRetention(retention: Retention, by: string): Promise<void>;
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
   * Writes the oldest rows, from before a time (epoch ms), into a segment, and seals it. null when there are none. The
   * rows themselves go by `clear`.
   */
  seal(before: number, lease: HeldLease): Promise<LedgerSegment | null>;
  /**
   * Removes up to so many rows that are sealed; answers how many. The acts stay listed and are read from their segment.
   */
  clear(limit: number, lease: HeldLease): Promise<number>;
  /** Each segment, read again: its hash, its chain, and that it follows the one before. */
  check(): Promise<(LedgerSegment & { state: SegmentState })[]>;
  /** The rows of the segment that ends there, one a line as canonical JSON. */
  text(toSeq: number): Promise<string>;
}
