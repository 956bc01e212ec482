import { createHash } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { OPEN_STATES } from '#lib/domain/operation/operation';
import type { HeldLease } from '#lib/ports/leases';
import type { LedgerRow } from '#lib/ports/ledger';
import type { LedgerSegment, LedgerSegments, SegmentState } from '#lib/ports/retention';
import { canonicalJson } from '../canonical-json';
import type { Database } from '../database';
import { guarded } from '../faults';
import { whileHeld } from '../leases/recorded-leases';
import { type Chain, GENESIS, type LedgerHead } from './chain';
import { PACKED } from './operation-row';
import { sealedHead } from './sealed-head';
import type { SealedRows } from './sealed-rows';

const PAGE = 500;
/** Rows per segment: some megabytes of text, less than one when packed. */
const MOST_ROWS = 5000;
const SHOWN = { fromSeq: true, toSeq: true, rows: true, headHash: true, hash: true, sealedAt: true } as const;

/** Packed segments, in the database like the rows, so that every console and every copy has them. */
export class RecordedSegments implements LedgerSegments {
  readonly #database: Database;
  readonly #chain: Chain;
  readonly #sealed: SealedRows;

  constructor(database: Database, chain: Chain, sealed: SealedRows) {
    this.#database = database;
    this.#chain = chain;
    this.#sealed = sealed;
  }

  list(): Promise<LedgerSegment[]> {
    return guarded(() => this.#prisma.ledgerSegment.findMany({ select: SHOWN, orderBy: { toSeq: 'asc' } }));
  }

  seal(before: number, lease: HeldLease): Promise<LedgerSegment | null> {
    return guarded(async () => {
      const head = await sealedHead(this.#prisma);
      const to = await this.#lastBefore(new Date(before).toISOString(), head);
      if (to <= head.seq) return null;
      const { lines, headHash } = await this.#written(head, to);
      const text = Buffer.from(lines.join(''));
      const segment: LedgerSegment = {
        fromSeq: head.seq + 1,
        toSeq: to,
        rows: lines.length,
        headHash,
        hash: sha256(text),
        sealedAt: (await this.#database.now()).toISOString(),
      };
      const content = new Uint8Array(await promisify(gzip)(text));
      await whileHeld(this.#database, lease, async (on) => {
        await on.ledgerSegment.create({ data: { ...segment, content } });
      });
      return segment;
    });
  }

  clear(limit: number, lease: HeldLease): Promise<number> {
    return guarded(async () => {
      const { seq } = await sealedHead(this.#prisma);
      const rows = await this.#prisma.ledgerRow.findMany({
        where: { seq: { lte: seq } },
        orderBy: { seq: 'asc' },
        take: limit,
        select: { seq: true },
      });
      const last = rows.at(-1);
      if (!last) return 0;
      await whileHeld(this.#database, lease, async (on) => {
        await on.ledgerRow.deleteMany({ where: { seq: { lte: last.seq } } });
        // Details are read from the segment from now on. An open operation is packed when it is over.
        await on.operation.updateMany({
          where: { seq: { lte: last.seq }, state: { notIn: [...OPEN_STATES] }, changesJson: { not: PACKED } },
          data: { changesJson: PACKED, requestJson: null },
        });
      });
      return rows.length;
    });
  }

  async check(): Promise<(LedgerSegment & { state: SegmentState })[]> {
    const checked: (LedgerSegment & { state: SegmentState })[] = [];
    let head = GENESIS;
    for (const segment of await this.list()) {
      const after = await this.#headAfter(segment, head);
      const follows = segment.fromSeq === head.seq + 1;
      checked.push({ ...segment, state: !follows ? 'does-not-follow' : after === null ? 'altered' : 'good' });
      head = after ?? { seq: segment.toSeq, hash: segment.headHash, keyed: head.keyed };
    }
    return checked;
  }

  text(toSeq: number): Promise<string> {
    return guarded(() => this.#sealed.text(toSeq));
  }

  get #prisma() {
    return this.#database.prisma;
  }

  /**
   * The last row to be sealed. An open operation does not delay it: its later rows are sealed later. The newest row
   * stays, so that there is always one to continue from.
   */
  async #lastBefore(before: string, head: LedgerHead): Promise<number> {
    const young = await this.#prisma.ledgerRow.findFirst({
      where: { seq: { gt: head.seq }, at: { gte: before } },
      orderBy: { seq: 'asc' },
      select: { seq: true },
    });
    const newest = await this.#prisma.ledgerRow.findFirst({ orderBy: { seq: 'desc' }, select: { seq: true } });
    return Math.min((young?.seq ?? Number.POSITIVE_INFINITY) - 1, (newest?.seq ?? 0) - 1, head.seq + MOST_ROWS);
  }

  /** The rows after the head as lines, with their chain verified. */
  async #written(head: LedgerHead, to: number): Promise<{ lines: string[]; headHash: string }> {
    const lines: string[] = [];
    let last: LedgerHead = head;
    while (last.seq < to) {
      const page = (await this.#prisma.ledgerRow.findMany({
        omit: { keyed: true },
        where: { seq: { gt: last.seq, lte: to } },
        orderBy: { seq: 'asc' },
        take: PAGE,
      })) as LedgerRow[];
      if (page.length === 0) throw new Error(`the ledger has no row ${last.seq + 1}: nothing is sealed`);
      for (const row of page) {
        const next = this.#chain.next(last, row);
        if (!next) throw new Error(`the ledger is broken at row ${row.seq}: nothing is sealed`);
        lines.push(`${canonicalJson(row)}\n`);
        last = next;
      }
      await turn();
    }
    return { lines, headHash: last.hash };
  }

  /** null: the segment's text or one of its rows was altered. */
  async #headAfter(segment: LedgerSegment, before: LedgerHead): Promise<LedgerHead | null> {
    const text = await this.#sealed.text(segment.toSeq).catch(() => null);
    if (text === null || sha256(text) !== segment.hash) return null;
    let head: LedgerHead | null = before;
    for (const line of text.split('\n').slice(0, -1)) {
      head = this.#chain.next(head, JSON.parse(line) as LedgerRow);
      if (!head) return null;
    }
    return head.hash === segment.headHash ? head : null;
  }
}

const sha256 = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex');
