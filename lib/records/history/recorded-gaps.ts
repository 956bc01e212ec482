import type { GapKind, GapReason, HistoryGap, HistoryGaps } from '#lib/ports/history-gaps';
import type { HeldLease } from '#lib/ports/leases';
import type { Database } from '../database';
import { guarded } from '../faults';
import { whileHeld } from '../leases/recorded-leases';
import { newId } from '../new-id';

const MOST = 1000;

export class RecordedGaps implements HistoryGaps {
  #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  add({ kind, since, until, reason }: HistoryGap, lease: HeldLease): Promise<void> {
    return guarded(() =>
      whileHeld(this.#database, lease, async (on) => {
        await on.historyGap.create({
          data: { id: newId(), kind, since: new Date(since), until: new Date(until), reason },
        });
      }),
    );
  }

  within(kind: GapKind, since: number, until: number): Promise<HistoryGap[]> {
    return guarded(async () => {
      const rows = await this.#database.prisma.historyGap.findMany({
        where: { kind, until: { gte: new Date(since) }, since: { lte: new Date(until) } },
        orderBy: { until: 'desc' },
        take: MOST,
      });
      return rows.reverse().map((row) => ({
        kind,
        since: row.since.getTime(),
        until: row.until.getTime(),
        reason: row.reason as GapReason,
      }));
    });
  }
}
