import type { ClusterId, NodeId } from '#lib/domain/ids';
import type { ManagerVersion, ManagerVersions } from '#lib/ports/manager-versions';
import type { Database } from '../database';
import { guarded } from '../faults';

const keysOf = (cluster: ClusterId) => `manager-api:${cluster}:`;

/** One row per manager, so that consoles with different managers do not overwrite each other. */
export class RecordedManagerVersions implements ManagerVersions {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  of(cluster: ClusterId): Promise<ManagerVersion[]> {
    return guarded(async () => {
      const keys = keysOf(cluster);
      const rows = await this.#database.prisma.setting.findMany({ where: { key: { startsWith: keys } } });
      return rows.map(({ key, valueJson }) => ({
        nodeId: key.slice(keys.length) as NodeId,
        apiVersion: JSON.parse(valueJson) as string,
      }));
    });
  }

  keep(cluster: ClusterId, { nodeId, apiVersion }: ManagerVersion): Promise<void> {
    return guarded(async () => {
      const value = { valueJson: JSON.stringify(apiVersion), updatedAt: await this.#database.now(), by: null };
      const where = { key: `${keysOf(cluster)}${nodeId}` };
      await this.#database.prisma.setting.upsert({ where, create: { ...where, ...value }, update: value });
    });
  }

  forget(cluster: ClusterId, nodeId: NodeId): Promise<void> {
    return guarded(async () => {
      await this.#database.prisma.setting.deleteMany({ where: { key: `${keysOf(cluster)}${nodeId}` } });
    });
  }
}
