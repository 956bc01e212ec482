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
} from '#lib/domain/operation/operation';

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

export interface OperationQuery {
  limit: number;
  /** Opaque, from the page before. */
  cursor?: string;
  targetId?: string;
  states?: OperationState[];
}

/** One row of the append-only ledger, as `npm run audit:verify` and the detail screen read it. */
export interface LedgerRow {
  seq: number;
  kind: 'opened' | 'step' | 'answered' | 'settled';
  operationId: OperationId;
  at: string;
  /** Canonical JSON. */
  body: string;
  prevHash: string;
  hash: string;
  instance: string;
  boot: string;
}

/**
 * The append-only ledger and the operations that it tells of. No row, no act: `open` is awaited before anything is
 * sent, and throws `records_unavailable` when the row is not safely on disk.
 */
export interface Ledger {
  open(entry: OpenedEntry): Promise<Operation>;
  /**
   * The engine's word. The first definite one stands: after accepted or refused, another changes nothing. One that comes
   * after the outcome is kept, and only a refusal takes the outcome back.
   */
  answered(id: OperationId, entry: AnsweredEntry): Promise<Operation>;
  /** The swarm's outcome. The first one stands, and what was refused has none. */
  settled(id: OperationId, outcome: Outcome, text: string): Promise<Operation>;
  operation(id: OperationId): Promise<Operation | null>;
  /** The newest first; pages stay whole while acts are added. */
  operations(query: OperationQuery): Promise<{ items: Operation[]; cursor: string | null }>;
  rows(id: OperationId): Promise<LedgerRow[]>;
  /** Operations that this or an earlier process left without an outcome, oldest first; not those of another console that lives. */
  unsettled(): Promise<(Operation & { ofThisBoot: boolean })[]>;
  /** Checks the whole chain; the first row that does not fit, or null. */
  verify(): Promise<{ rows: number; brokenAt: number | null }>;
  /** Called after each change of an operation, in order. Returns the way to stop. */
  onChange(listener: (operation: Operation) => void): () => void;
}
