import { type AnnouncedLimit, RETENTION, type Retention, type RetentionRules } from '#lib/domain/retention/retention';
import type { StoredSettings } from '#lib/ports/retention';
import type { Database } from '../database';
import { guarded } from '../faults';

/** Flat, since older versions stored the rules alone. */
type StoredRetention = Partial<RetentionRules> & { announced?: AnnouncedLimit | null };

const RETENTION_KEY = 'retention';

export class RecordedSettings implements StoredSettings {
  #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  retention(): Promise<Retention> {
    return guarded(async () => {
      const row = await this.#database.prisma.setting.findUnique({ where: { key: RETENTION_KEY } });
      const { announced = null, ...rules } = (row ? JSON.parse(row.valueJson) : {}) as StoredRetention;
      return { rules: { ...RETENTION, ...rules }, announced };
    });
  }

  setRetention({ rules, announced }: Retention, by: string): Promise<void> {
    return guarded(async () => {
      const value = {
        valueJson: JSON.stringify({ ...rules, announced } satisfies StoredRetention),
        updatedAt: await this.#database.now(),
        by,
      };
      const where = { key: RETENTION_KEY };
      await this.#database.prisma.setting.upsert({ where, create: { ...where, ...value }, update: value });
    });
  }
}
