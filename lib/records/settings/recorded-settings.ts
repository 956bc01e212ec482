import { RETENTION, type RetentionRules, type StoredSettings } from '#lib/ports/retention';
import type { Database } from '../database';
import { guarded } from '../faults';

const RETENTION_KEY = 'retention';

export class RecordedSettings implements StoredSettings {
  #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  retention(): Promise<RetentionRules> {
    return guarded(async () => {
      const row = await this.#database.prisma.setting.findUnique({ where: { key: RETENTION_KEY } });
      return { ...RETENTION, ...(row && (JSON.parse(row.valueJson) as Partial<RetentionRules>)) };
    });
  }

  setRetention(rules: RetentionRules, by: string): Promise<void> {
    return guarded(async () => {
      const value = { valueJson: JSON.stringify(rules), updatedAt: await this.#database.now(), by };
      const where = { key: RETENTION_KEY };
      await this.#database.prisma.setting.upsert({ where, create: { ...where, ...value }, update: value });
    });
  }
}
