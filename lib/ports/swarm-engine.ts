import type { NodeId, ServiceId } from '#lib/domain/ids';
import type { Platform } from '#lib/domain/placement/platform';
import type { RegistryTrouble } from '#lib/domain/service/image';
import type { RawSpec } from '#lib/domain/spec/raw-spec';

/** A spec as it stood at one version, ready to be edited and written back at that version. */
export interface Versioned {
  version: number;
  name: string;
  spec: RawSpec;
}

/** What was sent for a write, for the ledger; never with registry credentials. */
export interface SentRequest {
  method: string;
  path: string;
  body: RawSpec;
}

/** A registry's answer about an image, or its reason for none in its own words. */
export type ImageAnswer =
  | { found: true; reference: string; platforms: Platform[] }
  | { found: false; trouble: RegistryTrouble; text: string };

export interface Written {
  warnings: string[];
}

/**
 * A manager's Docker API, for reading and writing single objects. Reads try the next manager after a short deadline.
 * Writes are sent once: they throw `stale_version` (nothing was changed) or `outcome_unknown` (read it back before you
 * try again), and any other Fault when the engine refused.
 */
export interface SwarmEngine {
  readService(id: ServiceId): Promise<Versioned>;
  readNode(id: NodeId): Promise<Versioned>;
  /** The driver of the network that a service's spec means by this target: an id, or a name. Throws not_found, too. */
  networkDriver(target: string): Promise<string>;
  /** The request a write would send. */
  serviceUpdateRequest(id: ServiceId, version: number, spec: RawSpec): SentRequest;
  nodeUpdateRequest(id: NodeId, version: number, spec: RawSpec): SentRequest;
  send(request: SentRequest): Promise<Written>;
  /**
   * `image:tag` → `image:tag@sha256:…` as the registry has it now, with the platforms it is made for. `asker` is who it
   * is for: lookups are limited for each.
   */
  resolveImage(reference: string, asker: string): Promise<ImageAnswer>;
}
