import type { ClusterId, NodeId } from '#lib/domain/ids';
import type { Log } from '#lib/ports/log';
import type { ManagerVersion, ManagerVersions } from '#lib/ports/manager-versions';
import { compareApi } from './api-version';

/**
 * The API version for reading and writing specs: the highest that any manager of the swarm is known to speak. A lower
 * engine leaves out the fields it does not know, and writing such a spec back drops them.
 */
export class SpecApi {
  readonly #versions: ManagerVersions;
  readonly #log: Log;
  readonly #apiOfNode = new Map<NodeId, string>();
  /** Versions not stored yet. */
  readonly #fresh = new Map<NodeId, string>();

  constructor(versions: ManagerVersions, log: Log) {
    this.#versions = versions;
    this.#log = log;
  }

  /** Notes a manager's API version. It counts until the manager reports another one, also after a restart. */
  observed(cluster: ClusterId, nodeId: NodeId, apiVersion: string): void {
    this.#fresh.set(nodeId, apiVersion);
    if (this.#apiOfNode.get(nodeId) === apiVersion) return;
    this.#apiOfNode.set(nodeId, apiVersion);
    this.newest(cluster).catch((error: unknown) =>
      this.#log.debug({ reason: String(error) }, 'the API version of a manager is kept later'),
    );
  }

  /** The API version that a manager reported to this console; undefined without an endpoint here. */
  apiOf(nodeId: NodeId): string | undefined {
    return this.#apiOfNode.get(nodeId);
  }

  /**
   * The manager with the highest API, reached by this console or another. Throws `records_unavailable` where it cannot
   * be read. A failed store is repeated later: a preview requires no write, and without records no spec is written
   * either, since its row comes first.
   */
  async newest(cluster: ClusterId): Promise<ManagerVersion | null> {
    const kept = new Map((await this.#versions.of(cluster)).map(({ nodeId, apiVersion }) => [nodeId, apiVersion]));
    for (const [nodeId, apiVersion] of [...this.#fresh]) {
      const isKept = kept.get(nodeId) === apiVersion || (await this.#keep(cluster, { nodeId, apiVersion }));
      kept.set(nodeId, apiVersion);
      if (isKept && this.#fresh.get(nodeId) === apiVersion) this.#fresh.delete(nodeId);
    }
    const [newest] = [...kept].sort(([, a], [, b]) => compareApi(b, a));
    return newest ? { nodeId: newest[0], apiVersion: newest[1] } : null;
  }

  #keep(cluster: ClusterId, version: ManagerVersion): Promise<boolean> {
    return this.#versions.keep(cluster, version).then(
      () => true,
      (error: unknown) => {
        this.#log.debug({ reason: String(error) }, 'the API version of a manager is kept later');
        return false;
      },
    );
  }

  /** For a node that is no longer a manager. */
  async forget(cluster: ClusterId, nodeId: NodeId): Promise<void> {
    this.#apiOfNode.delete(nodeId);
    await this.#versions.forget(cluster, nodeId);
  }
}

/** For programs without records: kept while the process runs. */
export function versionsInMemory(): ManagerVersions {
  const kept = new Map<string, ManagerVersion[]>();
  const others = (cluster: ClusterId, nodeId: NodeId) =>
    (kept.get(cluster) ?? []).filter((each) => each.nodeId !== nodeId);
  return {
    of: async (cluster) => kept.get(cluster) ?? [],
    keep: async (cluster, version) => void kept.set(cluster, [...others(cluster, version.nodeId), version]),
    forget: async (cluster, nodeId) => void kept.set(cluster, others(cluster, nodeId)),
  };
}
