import { parse } from 'lossless-json';
import type { Operation } from '#lib/domain/operation/operation';
import { plainValueOf, type SpecValue } from '#lib/domain/spec/raw-spec';
import { canonicalJson } from '../canonical-json';
import type { Operation as StoredOperation } from '../generated/sqlite/client';

/** Replaces an operation's changes once its rows are sealed; the whole of it is read from their segment. */
export const PACKED = '';

/** The columns of an operation; the ledger adds those of its opening row. */
export function columnsOf(operation: Operation): Omit<StoredOperation, 'seq' | 'instance' | 'boot'> {
  const { id, action, target, by, state, outcome, outcomeText, fault, changes, command, request, warnings } = operation;
  const { baseVersion, openedAt, answeredAt, settledAt } = operation;
  return {
    id,
    action,
    targetKind: target.kind,
    targetId: target.id,
    targetName: target.name,
    byId: by.id,
    byName: by.name,
    byToken: by.token ?? null,
    address: operation.address ?? null,
    state,
    outcome,
    outcomeText,
    faultJson: fault && canonicalJson(fault),
    changesJson: canonicalJson(changes),
    command,
    requestJson: request && canonicalJson(request),
    baseVersion: baseVersion === null ? null : BigInt(baseVersion),
    openedAt,
    answeredAt,
    settledAt,
    warningsJson: canonicalJson(warnings),
    unseenSince: operation.unseenSince ?? null,
  };
}

export function operationOf(row: StoredOperation): Operation {
  return {
    id: row.id,
    action: row.action,
    target: { kind: row.targetKind, id: row.targetId, name: row.targetName },
    by: {
      id: row.byId,
      name: row.byName,
      ...(row.byToken !== null && { token: row.byToken }),
    },
    ...(row.address !== null && { address: row.address }),
    state: row.state,
    outcome: row.outcome,
    outcomeText: row.outcomeText,
    fault: row.faultJson && readJson(row.faultJson),
    changes: row.changesJson === PACKED ? [] : readJson(row.changesJson),
    command: row.command,
    request: row.requestJson && readJson(row.requestJson),
    baseVersion: row.baseVersion === null ? null : Number(row.baseVersion),
    openedAt: row.openedAt,
    answeredAt: row.answeredAt,
    settledAt: row.settledAt,
    warnings: readJson(row.warningsJson),
    ...(row.unseenSince !== null && { unseenSince: row.unseenSince }),
    // What is read here was written by columnsOf.
  } as Operation;
}

/** A number that JavaScript can't hold is kept as digits; without such numbers the faster parser is used. */
export const readJson = (text: string): unknown =>
  /[\d.]{16}/.test(text) ? plainValueOf(parse(text) as SpecValue) : JSON.parse(text);
