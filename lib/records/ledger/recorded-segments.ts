import { createHash } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { OPEN_STATES } from '#lib/domain/operation/operation';
import type { HeldLease } from '#lib/ports/leases';
import type { LedgerRow } from '#lib/ports/ledger';
import type { LedgerSegment, LedgerSegments, SegmentState } from '#lib/ports/retention';
import { canonicalJson } from '../canonical-json';
import type { Database } from '../database';
import { guarded } from '../faults';
import { whileHeld } from '../leases/recorded-leases';
import { follows, GENESIS, type LedgerHead } from './chain';
import { sealedHead } from './sealed-head';

const PAGE = 500;
/** Of one segment: some megabytes of text, less than one when packed. */
const MOST_ROWS = 5000;
const SHOWN = { fromSeq: true, toSeq: true, rows: true, headHash: true, hash: true, sealedAt: true } as const;

/** Segments beside the rows in the database, packed: every console has them, and so has every copy of the database. */
export class RecordedSegments implements LedgerSegments {
  #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  list(): Promise<LedgerSegment[]> {
    return guarded(() => this.#prisma.ledgerSegment.findMany({ select: SHOWN, orderBy: { toSeq: 'asc' } }));
  }

  seal(before: number, lease: HeldLease): Promise<LedgerSegment | null> {
    return guarded(async () => {
      const head = await sealedHead(this.#prisma);
      const to = await this.#lastOf(head, new Date(before).toISOString());
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
        await on.operation.deleteMany({ where: { seq: { lte: last.seq } } });
        await on.ledgerRow.deleteMany({ where: { seq: { lte: last.seq } } });
      });
      return rows.length;
    });
  }

  async check(): Promise<(LedgerSegment & { state: SegmentState })[]> {
    const checked: (LedgerSegment & { state: SegmentState })[] = [];
    let head = GENESIS;
    for (const segment of await this.list()) {
      checked.push({ ...segment, state: await this.#stateOf(segment, head) });
      head = { seq: segment.toSeq, hash: segment.headHash };
    }
    return checked;
  }

  text(toSeq: number): Promise<string> {
    return guarded(async () => {
      const { content } = await this.#prisma.ledgerSegment.findUniqueOrThrow({
        where: { toSeq },
        select: { content: true },
      });
      return (await promisify(gunzip)(content)).toString();
    });
  }

  get #prisma() {
    return this.#database.prisma;
  }

  /** The last row to be sealed: old enough, and none before it is of an act that goes on or has a later row. */
  async #lastOf(head: LedgerHead, before: string): Promise<number> {
    const rows = { seq: { gt: head.seq } };
    const young = await this.#prisma.ledgerRow.findFirst({
      where: { ...rows, at: { gte: before } },
      orderBy: { seq: 'asc' },
      select: { seq: true },
    });
    const newest = await this.#prisma.ledgerRow.findFirst({ orderBy: { seq: 'desc' }, select: { seq: true } });
    // The head itself stays, so that there is always a row to go on from.
    let to = Math.min((young?.seq ?? Number.POSITIVE_INFINITY) - 1, (newest?.seq ?? 0) - 1, head.seq + MOST_ROWS);
    const open = await this.#prisma.operation.findFirst({
      where: { state: { in: [...OPEN_STATES] } },
      orderBy: { seq: 'asc' },
      select: { seq: true },
    });
    if (open) to = Math.min(to, open.seq - 1);
    for (;;) {
      const later = await this.#prisma.ledgerRow.findMany({
        where: { seq: { gt: to, lte: to + PAGE } },
        select: { operationId: true },
      });
      const straddling = await this.#prisma.operation.findFirst({
        where: {
          id: { in: [...new Set(later.map(({ operationId }) => operationId))] },
          seq: { lte: to, gt: head.seq },
        },
        orderBy: { seq: 'asc' },
        select: { seq: true },
      });
      if (!straddling) return to;
      to = straddling.seq - 1;
    }
  }

  /** The rows after the head, one a line, in their chain. */
  async #written(head: LedgerHead, to: number): Promise<{ lines: string[]; headHash: string }> {
    const lines: string[] = [];
    let last: LedgerHead = head;
    while (last.seq < to) {
      const page = (await this.#prisma.ledgerRow.findMany({
        where: { seq: { gt: last.seq, lte: to } },
        orderBy: { seq: 'asc' },
        take: PAGE,
      })) as LedgerRow[];
      if (page.length === 0) throw new Error(`the ledger has no row ${last.seq + 1}: nothing is sealed`);
      for (const row of page) {
        if (!follows(last, row)) throw new Error(`the ledger is broken at row ${row.seq}: nothing is sealed`);
        lines.push(`${canonicalJson(row)}\n`);
        last = row;
      }
      await turn();
    }
    return { lines, headHash: last.hash };
  }

  async #stateOf(segment: LedgerSegment, before: LedgerHead): Promise<SegmentState> {
    if (segment.fromSeq !== before.seq + 1) return 'does-not-follow';
    const text = await this.text(segment.toSeq).catch(() => null);
    if (text === null || sha256(text) !== segment.hash) return 'altered';
    let head = before;
    for (const line of text.split('\n').slice(0, -1)) {
      const row = JSON.parse(line) as LedgerRow;
      if (!follows(head, row)) return 'altered';
      head = row;
    }
    return head.hash === segment.headHash ? 'good' : 'altered';
  }
}

const sha256 = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex');
