import { useMemo, useState } from 'react';
import type { FieldChange } from '#lib/domain/operation/operation';

/** What somebody else changed of an object while a dialog about it was open. */
export interface Since {
  changes: readonly FieldChange[];
  /** Names of those who changed it, as far as known; null stands for a change from outside. */
  by: readonly (string | null)[];
}

/** An object as a person saw it when the dialog opened, beside as it is now. */
export interface Opened<Value> {
  seen: Value;
  live: Value;
  /** null: nothing that the dialog stands on has changed. */
  since: Since | null;
  /** The person has read what changed and goes on from there. */
  accept: () => void;
}

/**
 * Holds what the person saw. A dialog shows and compares with `seen` only, so that no value in it changes unread.
 * `changesOf` answers null where nothing but the version or a status differs; the same function from one render to the next.
 */
export function useOpened<Value extends { version: number }>(
  live: Value,
  changesOf: (seen: Value, live: Value) => Since | null,
): Opened<Value> {
  const [seen, setSeen] = useState(live);
  const since = useMemo(() => (live.version === seen.version ? null : changesOf(seen, live)), [seen, live, changesOf]);
  return { seen, live, since, accept: () => setSeen(live) };
}
