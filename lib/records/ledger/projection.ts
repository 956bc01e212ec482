import type { OperationId } from '#lib/domain/ids';
import type { Operation, Outcome } from '#lib/domain/operation/operation';
import type { AnsweredEntry, OpenedEntry } from '#lib/ports/ledger';

export interface SettledEntry {
  outcome: Outcome;
  text: string;
}

/** Who it was, as the ledger's row tells it. */
export const actorOf = ({ by }: OpenedEntry) =>
  by.kind === 'session'
    ? { kind: by.kind, id: by.userId, name: by.name, email: by.email, role: by.role }
    : { kind: by.kind, id: null, name: by.name };

export function opened(id: OperationId, entry: OpenedEntry, at: string): Operation {
  const { id: byId, name } = actorOf(entry);
  const { action, target, changes, command, request, baseVersion } = entry;
  return {
    id,
    action,
    target,
    by: { id: byId, name },
    state: 'opened',
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

/** An operation that was settled before its answer was written down was accepted all the same. */
const hasAnswer = ({ state, answeredAt, fault }: Operation): boolean =>
  state === 'accepted' || state === 'refused' || (state === 'settled' && answeredAt !== null && fault === null);

/** The operation with the engine's word; null when it has had a definite one. */
export function answered(operation: Operation, entry: AnsweredEntry, at: string): Operation | null {
  if (hasAnswer(operation)) return null;
  const heard = {
    ...operation,
    answeredAt: at,
    fault: entry.fault ?? null,
    warnings: entry.warnings ?? operation.warnings,
    request: entry.request === undefined ? operation.request : entry.request,
    changes: entry.changes ?? operation.changes,
    baseVersion: entry.baseVersion ?? operation.baseVersion,
  };
  if (entry.state === 'refused') return { ...heard, state: 'refused', outcome: null, outcomeText: '', settledAt: null };
  return { ...heard, state: operation.state === 'settled' ? 'settled' : entry.state };
}

/** The operation with the swarm's outcome; null when it has one, or can have none. */
export function settled(operation: Operation, { outcome, text }: SettledEntry, at: string): Operation | null {
  if (operation.state === 'settled' || operation.state === 'refused') return null;
  return { ...operation, state: 'settled', outcome, outcomeText: text, settledAt: at };
}
