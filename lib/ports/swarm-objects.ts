import type { RawSpec } from '#lib/domain/spec/raw-spec';

/** Objects that no feed reports: read when an event hints at a change, and from time to time. */
export const LISTED_KINDS = ['config', 'secret', 'network'] as const;
export type ListedKind = (typeof LISTED_KINDS)[number];

/** An object without what it keeps: never the data of a config or a secret. */
export interface ListedObject {
  id: string;
  name: string;
  /** Raft index; 0 where the engine gives none. */
  version: number;
  spec: RawSpec;
}

export interface SwarmObjects {
  /** Throws a Fault when no manager answers. */
  list(kind: ListedKind): Promise<ListedObject[]>;
  /** Tells that objects of a kind may have changed, for as long as the signal allows; a hint may be missed. */
  follow(hint: (kind: ListedKind) => void, signal: AbortSignal): void;
}
