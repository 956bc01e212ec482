import { useMemo, useState } from 'react';
import type { FieldChange } from '#lib/domain/operation/operation';

/** What others changed of an object while a dialog about it was open. */
export interface Since {
  changes: readonly FieldChange[];
  /** Names of those who changed it, as far as known; null: a change from outside the console. */
  by: readonly (string | null)[];
}

/** An object as it was when the dialog opened, and as it is now. */
export interface Opened<Value> {
  seen: Value;
  live: Value;
  /** null: nothing that the dialog uses has changed. */
  since: Since | null;
  /** The person has read the changes and continues from there. */
  accept: () => void;
}

/**
 * Keeps the object as the person saw it. A dialog shows and compares with `seen` only, so that no value changes unread.
 * `changesOf` returns null where only the version or a status differs; it must be stable between renders.
 */
export function useOpened<Value extends { version: number }>(
  live: Value,
  changesOf: (seen: Value, live: Value) => Since | null,
): Opened<Value> {
  const [seen, setSeen] = useState(live);
  const since = useMemo(() => (live.version === seen.version ? null : changesOf(seen, live)), [seen, live, changesOf]);
  return { seen, live, since, accept: () => setSeen(live) };
}
