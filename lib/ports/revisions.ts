import type { OperationId, RevisionId, ServiceId } from '#lib/domain/ids';
import type { FieldChange } from '#lib/domain/operation/operation';
import type { RawSpec } from '#lib/domain/spec/raw-spec';
import type { SpecSeen } from './cluster-feed';
import type { HeldLease } from './leases';

export interface Revision {
  id: RevisionId;
  serviceId: ServiceId;
  serviceName: string;
  /** 1, 2, 3 … for each service. */
  number: number;
  /** The lowest and highest object version at which this spec was seen. */
  firstVersion: number;
  lastVersion: number;
  image: string;
  seenAt: string;
  /** null: changed outside of Swarmdeck, or not known to be ours. */
  operationId: OperationId | null;
  by: string | null;
  note: string | null;
}

export interface RevisionChanges extends Revision {
  /**
   * From the revision before; null for the first of all. With sensitive values: to be redacted for who may not see
   * them.
   */
  changes: readonly FieldChange[] | null;
  /** The number of the newest earlier revision with the same spec, which this one went back to. */
  restores: number | null;
}

/** Every spec of a service that was ever seen, in full. Identical specs in a row are one revision. */
export interface Revisions {
  record(seen: SpecSeen): Promise<Revision>;
  /**
   * Marks the revision that our own act made: the one with this spec that begins after `fromVersion`, the version which
   * the act replaced. Called once the engine has taken the spec, be it before or after the feed shows it; an act that
   * left the spec as it was makes no revision, and the claim lapses.
   */
  claim(serviceId: ServiceId, spec: RawSpec, operationId: OperationId, by: string, fromVersion: number): Promise<void>;
  /** Sets the author of the revision at this version, where it has none: the swarm itself, after a failed update. */
  credit(serviceId: ServiceId, version: number, by: string): Promise<void>;
  /** Newest first, by object version: a revision observed late is sorted into the past, whatever its number. */
  list(serviceId: ServiceId, limit: number): Promise<Revision[]>;
  /** The same, each with what it changed. Diffs are cached. */
  listWithChanges(serviceId: ServiceId, limit: number): Promise<RevisionChanges[]>;
  find(serviceId: ServiceId, number: number): Promise<(Revision & { spec: RawSpec }) | null>;
  /** The spec that the service had at this object version, when it was seen. */
  at(serviceId: ServiceId, version: number): Promise<RawSpec | null>;
  /**
   * Called with the service when its newest revision changed on this console, or an author or note did. Returns the
   * unsubscriber.
   */
  onChange(listener: (serviceId: ServiceId) => void): () => void;
  /** A person's words about it; null takes them away. False when there is no such revision. */
  annotate(serviceId: ServiceId, number: number, note: string | null): Promise<boolean>;
  /**
   * Lets go of up to so many revisions beyond the newest `keep` of their service; those that an act or a note refers to
   * stay. Answers how many.
   */
  prune(keep: number, limit: number, lease: HeldLease): Promise<number>;
}
