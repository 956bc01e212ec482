import type { Principal } from '#lib/domain/access/principal';
import type { OperationId, UserId } from '#lib/domain/ids';
import type { Operation, Outcome } from '#lib/domain/operation/operation';
import type { AnsweredEntry, ObservedEntry, OpenedEntry } from '#lib/ports/ledger';

export interface SettledEntry {
  outcome: Outcome;
  text: string;
}

/** The opening row: the entry with its author's name instead of a principal. */
export type OpenedBody = Omit<OpenedEntry, 'by'> & {
  by: { id: UserId | null; name: string; token?: string; address?: string };
};

export function openedBody({ action, by, target, changes, command, request, baseVersion }: OpenedEntry): OpenedBody {
  return { action, by: actorOf(by), target, changes, command, request, baseVersion };
}

function actorOf(by: Principal) {
  const address = by.address === undefined ? {} : { address: by.address };
  if (by.kind === 'system') return { kind: by.kind, id: null, name: by.name, ...address };
  const { kind, userId: id, name, email, role } = by;
  return {
    kind,
    id,
    name,
    email,
    role,
    ...(by.kind === 'token' && { token: by.token, tokenId: by.tokenId }),
    ...address,
  };
}

export function opened(id: OperationId, body: OpenedBody, at: string): Operation {
  const { action, by, target, changes, command, request, baseVersion } = body;
  return {
    id,
    action,
    target,
    by: { id: by.id, name: by.name, ...(by.token !== undefined && { token: by.token }) },
    ...(by.address !== undefined && { address: by.address }),
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

export function observed(id: OperationId, entry: ObservedEntry, at: string): Operation {
  const { action, target, changes, version, unseenSince } = entry;
  return {
    id,
    action,
    target,
    by: { id: null, name: '' },
    state: 'observed',
    outcome: null,
    outcomeText: '',
    fault: null,
    changes,
    command: '',
    request: null,
    baseVersion: version,
    openedAt: at,
    answeredAt: null,
    settledAt: null,
    warnings: [],
    ...(unseenSince !== null && { unseenSince }),
  };
}

/** An operation settled before its answer was recorded was accepted all the same. */
const hasAnswer = ({ state, answeredAt, fault }: Operation): boolean =>
  state === 'accepted' || state === 'refused' || (state === 'settled' && answeredAt !== null && fault === null);

/** The operation with the engine's answer; null when it already has a definite one. */
export function answered(operation: Operation, entry: AnsweredEntry, at: string): Operation | null {
  if (hasAnswer(operation)) return null;
  const update = {
    ...operation,
    answeredAt: at,
    fault: entry.fault ?? null,
    warnings: entry.warnings ?? operation.warnings,
    request: entry.request === undefined ? operation.request : entry.request,
    changes: entry.changes ?? operation.changes,
    baseVersion: entry.baseVersion ?? operation.baseVersion,
  };
  if (entry.state === 'refused')
    return { ...update, state: 'refused', outcome: null, outcomeText: '', settledAt: null };
  return { ...update, state: operation.state === 'settled' ? 'settled' : entry.state };
}

/** The operation with its outcome; null when it already has one, or can have none. */
export function settled(operation: Operation, { outcome, text }: SettledEntry, at: string): Operation | null {
  if (operation.state === 'settled' || operation.state === 'refused') return null;
  return { ...operation, state: 'settled', outcome, outcomeText: text, settledAt: at };
}
