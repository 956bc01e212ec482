import type { Operation } from '#lib/domain/operation/operation';
import type { AnsweredEntry, LedgerRow, ObservedEntry } from '#lib/ports/ledger';
import { readJson } from './operation-row';
import { answered, type OpenedBody, observed, opened, type SettledEntry, settled } from './projection';

/** The operation from its rows, in order; null when the first one does not open it. */
export function foldOf(rows: readonly Pick<LedgerRow, 'kind' | 'operationId' | 'at' | 'body'>[]): Operation | null {
  let operation: Operation | null = null;
  for (const { kind, operationId, at, body } of rows) {
    const entry = readJson(body);
    if (kind === 'opened') operation = opened(operationId, entry as OpenedBody, at);
    else if (kind === 'observed') operation = observed(operationId, entry as ObservedEntry, at);
    else if (!operation) return null;
    else if (kind === 'answered') operation = answered(operation, entry as AnsweredEntry, at) ?? operation;
    else if (kind === 'settled') operation = settled(operation, entry as SettledEntry, at) ?? operation;
  }
  return operation;
}
