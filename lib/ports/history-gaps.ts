import type { HeldLease } from './leases';

export const GAP_KINDS = ['changes', 'tasks'] as const;
export type GapKind = (typeof GAP_KINDS)[number];
/** no-console: none ran. no-engine: no manager answered. too-much: more came than could be kept. */
export const GAP_REASONS = ['no-console', 'no-engine', 'too-much'] as const;
export type GapReason = (typeof GAP_REASONS)[number];

/** A time without an observer, of which nothing is known. Epoch ms. */
export interface HistoryGap {
  kind: GapKind;
  since: number;
  until: number;
  reason: GapReason;
}

export interface HistoryGaps {
  add(gap: HistoryGap, lease: HeldLease): Promise<void>;
  /** Those that reach into this time, oldest first. */
  within(kind: GapKind, since: number, until: number): Promise<HistoryGap[]>;
}
