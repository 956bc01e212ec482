import type { OperationId, UserId } from '#lib/domain/ids';
import type { Operation } from '#lib/domain/operation/operation';
import type { AnsweredEntry, LedgerRow, ObservedEntry, OpenedEntry } from '#lib/ports/ledger';
import { readJson } from './operation-row';
import { answered, observed, type SettledEntry, settled } from './projection';

type OpenedBody = Omit<OpenedEntry, 'by'> & {
  by: { id: UserId | null; name: string; token?: string; address?: string };
};

/** The act that its rows tell of, in their order; null when the first one does not open it. */
export function foldOf(rows: readonly Pick<LedgerRow, 'kind' | 'operationId' | 'at' | 'body'>[]): Operation | null {
  let operation: Operation | null = null;
  for (const { kind, operationId, at, body } of rows) {
    const told = readJson(body);
    if (kind === 'opened') operation = openedBy(operationId, told as OpenedBody, at);
    else if (kind === 'observed') operation = observed(operationId, told as ObservedEntry, at);
    else if (!operation) return null;
    else if (kind === 'answered') operation = answered(operation, told as AnsweredEntry, at) ?? operation;
    else if (kind === 'settled') operation = settled(operation, told as SettledEntry, at) ?? operation;
  }
  return operation;
}

function openedBy(
  id: OperationId,
  { by, action, target, changes, command, request, baseVersion }: OpenedBody,
  at: string,
) {
  return {
    id,
    action,
    target,
    by: { id: by.id, name: by.name, ...(by.token !== undefined && { token: by.token }) },
    ...(by.address !== undefined && { address: by.address }),
    state: 'opened' as const,
    outcome: null,
    outcomeText: '',
    fault: null,
    changes,
    command,
    request,
    baseVersion,
    openedAt: at,
    answeredAt: null,
    settledAt: null,
    warnings: [],
  };
}
