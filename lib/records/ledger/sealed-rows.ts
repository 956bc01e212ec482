import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { LedgerRow } from '#lib/ports/ledger';
import type { Database } from '../database';

/** Segments that a page of old operations reads one after the other. */
const KEPT = 4;

/** Unpacks sealed rows. The segments read last stay in memory. */
export class SealedRows {
  readonly #database: Database;
  readonly #read = new Map<number, Promise<LedgerRow[]>>();

  constructor(database: Database) {
    this.#database = database;
  }

  /** The sealed rows of an operation whose first row is `seq` and whose last one was written at `until` (ISO 8601). */
  async of(id: string, seq: number, until: string): Promise<LedgerRow[]> {
    const found: LedgerRow[] = [];
    for (const toSeq of await this.#segmentsFrom(seq)) {
      const rows = await this.#rows(toSeq);
      for (const row of rows) if (row.operationId === id) found.push(row);
      if ((rows.at(-1)?.at ?? '') > until) break;
    }
    return found;
  }

  /** null where no sealed row has this number. */
  async at(seq: number): Promise<LedgerRow | null> {
    const [toSeq] = await this.#segmentsFrom(seq);
    if (toSeq === undefined) return null;
    return (await this.#rows(toSeq)).find((row) => row.seq === seq) ?? null;
  }

  async #segmentsFrom(seq: number): Promise<number[]> {
    const segments = await this.#database.prisma.ledgerSegment.findMany({
      where: { toSeq: { gte: seq } },
      orderBy: { toSeq: 'asc' },
      select: { toSeq: true },
    });
    return segments.map(({ toSeq }) => toSeq);
  }

  #rows(toSeq: number): Promise<LedgerRow[]> {
    const known = this.#read.get(toSeq);
    if (known) return known;
    const rows = this.text(toSeq).then((text) =>
      text
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line) as LedgerRow),
    );
    this.#read.set(toSeq, rows);
    rows.catch(() => this.#read.delete(toSeq));
    for (const oldest of this.#read.keys()) {
      if (this.#read.size <= KEPT) break;
      this.#read.delete(oldest);
    }
    return rows;
  }

  /** The rows of the segment that ends there, one a line as canonical JSON. */
  async text(toSeq: number): Promise<string> {
    const { content } = await this.#database.prisma.ledgerSegment.findUniqueOrThrow({
      where: { toSeq },
      select: { content: true },
    });
    return (await promisify(gunzip)(content)).toString();
  }
}
