import type { Operation } from '#lib/domain/operation/operation';
import type { AnsweredEntry, LedgerRow, ObservedEntry } from '#lib/ports/ledger';
import { readJson } from './operation-row';
import { answered, type OpenedBody, observed, opened, type SettledEntry, settled } from './projection';

/** The act that its rows tell of, in their order; null when the first one does not open it. */
export function foldOf(rows: readonly Pick<LedgerRow, 'kind' | 'operationId' | 'at' | 'body'>[]): Operation | null {
  let operation: Operation | null = null;
  for (const { kind, operationId, at, body } of rows) {
    const told = readJson(body);
    if (kind === 'opened') operation = opened(operationId, told as OpenedBody, at);
    else if (kind === 'observed') operation = observed(operationId, told as ObservedEntry, at);
    else if (!operation) return null;
    else if (kind === 'answered') operation = answered(operation, told as AnsweredEntry, at) ?? operation;
    else if (kind === 'settled') operation = settled(operation, told as SettledEntry, at) ?? operation;
  }
  return operation;
}
