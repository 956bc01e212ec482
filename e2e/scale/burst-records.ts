import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Burst } from './task-burst';

/** What a console's database holds of its tasks, read beside it. */
export class BurstRecords {
  readonly #database: DatabaseSync;

  constructor(dataDir: string) {
    this.#database = new DatabaseSync(join(dataDir, 'swarmdeck.db'), { readOnly: true });
  }

  tasks(): number {
    return this.#count('SELECT count(*) AS count FROM task_records');
  }

  /** Tasks of a burst that are known to have been rejected, by their last state and by the list of all. */
  rejected({ first, last }: Burst): number {
    return this.#count(
      `SELECT count(*) AS count FROM task_records
       WHERE id BETWEEN ? AND ? AND state = 'rejected' AND "statesJson" LIKE '%"rejected"%'`,
      first,
      last,
    );
  }

  /** How many of their states are there, one that came between two others included. */
  states({ first, last }: Burst): number {
    return this.#count(
      'SELECT sum(json_array_length("statesJson")) AS count FROM task_records WHERE id BETWEEN ? AND ?',
      first,
      last,
    );
  }

  gone({ first, last }: Burst): number {
    return this.#count(
      'SELECT count(*) AS count FROM task_records WHERE id BETWEEN ? AND ? AND "goneAt" IS NOT NULL',
      first,
      last,
    );
  }

  close(): void {
    this.#database.close();
  }

  #count(query: string, ...ids: string[]): number {
    return (this.#database.prepare(query).get(...ids) as { count: number | null }).count ?? 0;
  }
}
