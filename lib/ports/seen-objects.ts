import type { Facts } from '#lib/domain/spec/facts';
import type { HeldLease } from './leases';

export const SEEN_KINDS = ['service', 'node', 'config', 'secret', 'network'] as const;
export type SeenKind = (typeof SEEN_KINDS)[number];

/** An object as it was last seen. Sensitive values are digests. */
export interface SeenObject {
  kind: SeenKind;
  id: string;
  name: string;
  version: number;
  facts: Facts;
}

/** When all objects of a kind were last looked at, and in which swarm. */
export interface LastLook {
  clusterId: string;
  /** Epoch ms. */
  at: number;
}

/**
 * The last known state of the swarm's objects, so that changes made without an observer are found. Writes require the
 * lease.
 */
export interface SeenObjects {
  all(kind: SeenKind): Promise<SeenObject[]>;
  put(objects: readonly SeenObject[], lease: HeldLease): Promise<void>;
  forget(kind: SeenKind, ids: readonly string[], lease: HeldLease): Promise<void>;
  /** null: never. */
  lastLook(kind: SeenKind | 'task'): Promise<LastLook | null>;
  looked(kind: SeenKind | 'task', look: LastLook, lease: HeldLease): Promise<void>;
}
