import type { FieldChange, Operation } from '../operation/operation';
import { isSensitivePath } from '../spec/diff';
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

export function redactOperation(operation: Operation, who: Rights): Operation {
  if (may(who, 'spec:sensitive')) return operation;
  return {
    ...operation,
    ...(operation.address && { address: HIDDEN }),
    changes: operation.changes.map(hideChange),
    request: operation.request && { ...operation.request, body: hideValues(operation.request.body, '') },
  };
}

/** Walks a plain spec and hides every value that stands at a sensitive path; names of env variables stay. */
function hideValues(value: unknown, path: string): unknown {
  if (path && isSensitivePath(path)) return hiddenForm(value, path);
  if (Array.isArray(value)) return value.map((item) => hideValues(item, path));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, hideValues(inner, path ? `${path}.${key}` : key)]),
  );
}

function hiddenForm(value: unknown, path: string): unknown {
  if (value === null || value === undefined) return value;
  const isEnv = path.endsWith('.Env') && Array.isArray(value);
  return isEnv ? value.map((entry) => `${String(entry).split('=', 1)[0]}=${HIDDEN}`) : HIDDEN;
}
