import type { FaultCode, FaultRecord } from '../fault';
import { type FieldChange, isHouseAct, type Operation, type OperationNews } from '../operation/operation';
import { carriesSecrets, isSensitivePath } from '../spec/sensitive';
import { may, type Rights } from './roles';

/** Stands where a value is that this person may not read. That it changed may be seen. */
export const HIDDEN = '••••••';

/** The one place where values that need `spec:sensitive` are taken out of what leaves the server. */
export const redactChanges = (changes: readonly FieldChange[], who: Rights): FieldChange[] =>
  may(who, 'spec:sensitive') ? [...changes] : changes.map(hideChange);

function hideChange(change: FieldChange): FieldChange {
  const hide = (value: unknown) => (value === null ? null : HIDDEN);
  if (change.sensitive) return { ...change, before: hide(change.before), after: hide(change.after) };
  return { ...change, before: hideValues(change.before, change.path), after: hideValues(change.after, change.path) };
}

/** Of an act on people, tokens or settings the fields are no spec's: only what is marked is hidden. */
const hideHouseChange = (change: FieldChange): FieldChange => (change.sensitive ? hideChange(change) : change);

export function redactOperation(operation: Operation, who: Rights): Operation {
  const { address, changes, request, fault, outcomeText, warnings = [] } = operation;
  if (may(who, 'spec:sensitive')) return { ...operation, fault: fault && withoutValues(fault) };
  return {
    ...operation,
    ...(address && { address: HIDDEN }),
    changes: changes.map(isHouseAct(operation) ? hideHouseChange : hideChange),
    request: request && { ...request, body: hideValues(request.body, '') },
    fault: fault && redactFault(withoutValues(fault), who),
    outcomeText: redactText(outcomeText),
    warnings: warnings.map(() => HIDDEN),
  };
}

export function redactNews(news: OperationNews, who: Rights): OperationNews {
  const { fault, outcomeText } = news;
  if (may(who, 'spec:sensitive')) return { ...news, fault: fault && withoutValues(fault) };
  return { ...news, fault: fault && redactFault(withoutValues(fault), who), outcomeText: redactText(outcomeText) };
}

/** Warnings are the engine's own words, and may repeat what was sent. */
export const redactWarnings = (warnings: readonly string[], who: Rights): string[] =>
  may(who, 'spec:sensitive') ? [...warnings] : warnings.map(() => HIDDEN);

/** Params that a sentence of the catalogue may name: places and kinds, never values of a spec. */
const NAMED_PARAMS = new Set([
  ...['asked', 'by', 'endpoint', 'endpoints', 'expected', 'field', 'fields', 'found', 'gains', 'id', 'kind', 'limit'],
  ...['minutes', 'name', 'needed', 'operationId', 'origin', 'port', 'reason', 'reasons', 'reference', 'role'],
  ...['seconds', 'service', 'status', 'verb'],
]);

/** A fault as it may be kept and shown to all: rows from before had whole values of a conflict in theirs and mine. */
export const withoutValues = (fault: FaultRecord): FaultRecord => ({
  ...fault,
  params: Object.fromEntries(Object.entries(fault.params ?? {}).filter(([name]) => NAMED_PARAMS.has(name))),
});

/** Texts of the engine or the wire about themselves; any other text may repeat what was sent. */
const ABOUT_THE_ENGINE: ReadonlySet<FaultCode> = new Set<FaultCode>([
  ...(['engine_unreachable', 'engine_timeout', 'engine_too_old', 'not_a_manager', 'not_in_a_swarm'] as const),
  ...(['no_quorum', 'swarm_locked', 'wrong_cluster', 'watch_unavailable', 'records_unavailable'] as const),
  ...(['registry_unavailable'] as const),
]);

/** A fault as the viewer may read it; null: without a session. */
export function redactFault(fault: FaultRecord, who: Rights | null): FaultRecord {
  if (who !== null && may(who, 'spec:sensitive')) return fault;
  const engineText = fault.engineText && !ABOUT_THE_ENGINE.has(fault.code) ? HIDDEN : fault.engineText;
  return { ...fault, engineText };
}

/** SwarmKit's own sentences about an update: manager/orchestrator/update/updater.go. */
const OWN_SENTENCE =
  /^(manually requested rollback|(update|rollback) (in progress|completed)|(update|rollback) (paused|rolled back) due to failure or early termination of task \w+)$/;

const redactText = (text: string): string => (!text || OWN_SENTENCE.test(text) ? text : HIDDEN);

/** Walks a plain spec and hides every value that is not known to be harmless; names of fields and of variables stay. */
function hideValues(value: unknown, path: string): unknown {
  if (value === null || value === undefined) return value;
  if (path && !isSensitivePath(path)) return value;
  if (Array.isArray(value)) {
    if (path.endsWith('.Env')) return value.map((entry) => `${String(entry).split('=', 1)[0]}=${HIDDEN}`);
    return carriesSecrets(path) ? HIDDEN : value.map((item) => hideValues(item, path));
  }
  if (typeof value !== 'object') return HIDDEN;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, hideValues(inner, path ? `${path}.${key}` : key)]),
  );
}
