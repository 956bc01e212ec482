import type { Principal } from '#lib/domain/access/principal';
import type { FaultRecord } from '#lib/domain/fault';
import type { OperationId } from '#lib/domain/ids';
import type {
  Action,
  FieldChange,
  Operation,
  OperationState,
  OperationTarget,
  Outcome,
  OutsideAction,
} from '#lib/domain/operation/operation';
import type { HeldLease } from './leases';

export interface OpenedEntry {
  action: Action;
  by: Principal;
  target: OperationTarget;
  changes: FieldChange[];
  command: string;
  request: Operation['request'];
  baseVersion: number | null;
}

export interface AnsweredEntry {
  state: Extract<OperationState, 'accepted' | 'refused' | 'unknown'>;
  fault?: FaultRecord;
  warnings?: string[];
  /** The request as it was really sent, where a merge changed it after the act was opened. */
  request?: Operation['request'];
  changes?: FieldChange[];
  baseVersion?: number;
}

/** Which acts; what is not named is not looked at. */
export interface OperationFilter {
  targetId?: string;
  /** A part of the object's name, case-insensitive. */
  targetName?: string;
  targetKinds?: OperationTarget['kind'][];
  /** A part of the person's name. */
  byName?: string;
  byId?: string;
  /** Words of the list of acts, or the first part of them: `service`. */
  action?: string;
  states?: OperationState[];
  outcomes?: Outcome[];
  /** ISO 8601: opened at that time or later. */
  since?: string;
  /** ISO 8601: opened before that time. */
  until?: string;
}

export interface OperationQuery extends OperationFilter {
  limit: number;
  /** Opaque, from the page before. */
  cursor?: string;
}

/** A change made outside of this console, as it was observed. */
export interface ObservedEntry {
  action: OutsideAction;
  target: OperationTarget;
  changes: FieldChange[];
  /** The object's version when it was seen. The change to it is written once, whichever console sees it. */
  version: number;
  /** ISO 8601: when the object was last seen unchanged, where there was no observer for a while. */
  unseenSince: string | null;
}

/** One row of the append-only ledger, as `npm run audit:verify` and the detail screen read it. */
export interface LedgerRow {
  seq: number;
  kind: 'opened' | 'step' | 'answered' | 'settled' | 'observed';
  operationId: OperationId;
  at: string;
  /** Canonical JSON. */
  body: string;
  prevHash: string;
  hash: string;
  instance: string;
  boot: string;
}

export interface LedgerCheck {
  /** The number of the last row that fits. */
  rows: number;
  /** The first row that does not fit, or null. */
  brokenAt: number | null;
  /**
   * The newest row carries no key though every console writes with one: rows may have been written past the consoles.
   */
  unkeyed?: true;
  /** Operations whose listed form differs from their rows; there is none when this is missing. */
  misprojected?: OperationId[];
}

/**
 * The append-only ledger and the operations in it. No row, no act: `open` is awaited before anything is
 * sent, and throws `records_unavailable` when the row is not safely on disk.
 */
export interface Ledger {
  open(entry: OpenedEntry): Promise<Operation>;
  /**
   * The engine's answer. The first definite one stands: after accepted or refused, another changes nothing. One that
   * comes after the outcome is kept, and only a refusal takes the outcome back.
   */
  answered(id: OperationId, entry: AnsweredEntry): Promise<Operation>;
  /** The swarm's outcome. The first one counts, and a refused operation has none. */
  settled(id: OperationId, outcome: Outcome, text: string): Promise<Operation>;
  /** A change by somebody else, written under a lease. null when it is in the ledger already. */
  observed(entry: ObservedEntry, lease: HeldLease): Promise<Operation | null>;
  operation(id: OperationId): Promise<Operation | null>;
  /** The newest first; pages stay whole while acts are added. */
  operations(query: OperationQuery): Promise<{ items: Operation[]; cursor: string | null }>;
  /** Those of an act in their order, sealed ones too. */
  rows(id: OperationId): Promise<LedgerRow[]>;
  /** The row that opened each of these acts. */
  openingRows(ids: readonly OperationId[]): Promise<Map<OperationId, { seq: number; hash: string }>>;
  /** The newest row: noted elsewhere, it shows later whether the tail was cut. null while there is none. */
  head(): Promise<{ seq: number; hash: string } | null>;
  /** Sealed or not; null where there is none of this number. */
  rowAt(seq: number): Promise<LedgerRow | null>;
  /**
   * Operations that this or an earlier process left without an outcome, oldest first; not those of another console that
   * lives.
   */
  unsettled(): Promise<(Operation & { ofThisBoot: boolean })[]>;
  /**
   * Checks the whole chain, and the listed operations against their rows. Reads in steps: it may be done beside
   * everything else.
   */
  verify(): Promise<LedgerCheck>;
  /** Called after each change of an operation, in order. Returns the way to stop. */
  onChange(listener: (operation: Operation) => void): () => void;
}
