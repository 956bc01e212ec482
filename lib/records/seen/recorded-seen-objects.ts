import type { Facts } from '#lib/domain/spec/facts';
import type { HeldLease } from '#lib/ports/leases';
import type { LastLook, SeenKind, SeenObject, SeenObjects } from '#lib/ports/seen-objects';
import { canonicalJson } from '../canonical-json';
import type { Database } from '../database';
import { guarded } from '../faults';
import { whileHeld } from '../leases/recorded-leases';

/** Rows of this kind hold when each kind was last read: the id is the kind, the name the swarm. */
const LOOK = 'look';
const AT_ONCE = 50;

export class RecordedSeenObjects implements SeenObjects {
  #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  all(kind: SeenKind): Promise<SeenObject[]> {
    return guarded(async () => {
      const rows = await this.#database.prisma.seenObject.findMany({ where: { kind }, orderBy: { id: 'asc' } });
      return rows.map(({ id, name, version, factsJson }) => {
        return { kind, id, name, version: Number(version), facts: JSON.parse(factsJson) as Facts };
      });
    });
  }

  put(objects: readonly SeenObject[], lease: HeldLease): Promise<void> {
    return guarded(async () => {
      for (let from = 0; from < objects.length; from += AT_ONCE)
        await whileHeld(this.#database, lease, async (on) => {
          for (const { kind, id, name, version, facts } of objects.slice(from, from + AT_ONCE)) {
            const seen = { name, version: BigInt(version), factsJson: canonicalJson(facts), seenAt: new Date() };
            const where = { kind_id: { kind, id } };
            await on.seenObject.upsert({ where, create: { kind, id, ...seen }, update: seen, select: { id: true } });
          }
        });
    });
  }

  forget(kind: SeenKind, ids: readonly string[], lease: HeldLease): Promise<void> {
    return guarded(async () => {
      for (let from = 0; from < ids.length; from += AT_ONCE)
        await whileHeld(this.#database, lease, async (on) => {
          await on.seenObject.deleteMany({ where: { kind, id: { in: ids.slice(from, from + AT_ONCE) } } });
        });
    });
  }

  lastLook(kind: SeenKind | 'task'): Promise<LastLook | null> {
    return guarded(async () => {
      const row = await this.#database.prisma.seenObject.findUnique({ where: { kind_id: { kind: LOOK, id: kind } } });
      return row && { clusterId: row.name, at: row.seenAt.getTime() };
    });
  }

  looked(kind: SeenKind | 'task', { clusterId, at }: LastLook, lease: HeldLease): Promise<void> {
    return guarded(() =>
      whileHeld(this.#database, lease, async (on) => {
        const look = { name: clusterId, version: 0n, factsJson: '{}', seenAt: new Date(at) };
        const where = { kind_id: { kind: LOOK, id: kind } };
        await on.seenObject.upsert({ where, create: { kind: LOOK, id: kind, ...look }, update: look });
      }),
    );
  }
}
