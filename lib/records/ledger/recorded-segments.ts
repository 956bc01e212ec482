import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setImmediate as turn } from 'node:timers/promises';
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
const MOST_ROWS = 20_000;
const nameOf = (from: number, to: number) =>
  `ledger-${String(from).padStart(10, '0')}-${String(to).padStart(10, '0')}.ndjson`;

/** Segments in a folder beside the data: one row of the ledger a line, as canonical JSON. */
export class RecordedSegments implements LedgerSegments {
  #database: Database;
  #folder: string;

  constructor(database: Database, folder: string) {
    this.#database = database;
    this.#folder = folder;
  }

  list(): Promise<LedgerSegment[]> {
    return guarded(() => this.#prisma.ledgerSegment.findMany({ orderBy: { toSeq: 'asc' } }));
  }

  seal(before: number, lease: HeldLease): Promise<LedgerSegment | null> {
    return guarded(async () => {
      const head = await sealedHead(this.#prisma);
      const to = await this.#lastOf(head, new Date(before).toISOString());
      if (to <= head.seq) return null;
      const written = await this.#write(head, to);
      const segment: LedgerSegment = {
        fromSeq: head.seq + 1,
        toSeq: to,
        ...written,
        sealedAt: (await this.#database.now()).toISOString(),
      };
      await whileHeld(this.#database, lease, async (on) => {
        await on.ledgerSegment.create({ data: segment });
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

  async #write(head: LedgerHead, to: number): Promise<Pick<LedgerSegment, 'rows' | 'headHash' | 'file' | 'fileHash'>> {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    const file = nameOf(head.seq + 1, to);
    const hash = createHash('sha256');
    const handle = await open(path.join(this.#folder, file), 'w', 0o600);
    let last: LedgerHead = head;
    let rows = 0;
    try {
      while (last.seq < to) {
        const page = (await this.#prisma.ledgerRow.findMany({
          where: { seq: { gt: last.seq, lte: to } },
          orderBy: { seq: 'asc' },
          take: PAGE,
        })) as LedgerRow[];
        for (const row of page) {
          if (!follows(last, row)) throw new Error(`the ledger is broken at row ${row.seq}: nothing is sealed`);
          last = row;
        }
        if (page.length === 0) throw new Error(`the ledger has no row ${last.seq + 1}: nothing is sealed`);
        const text = page.map((row) => `${canonicalJson(row)}\n`).join('');
        hash.update(text);
        rows += page.length;
        await handle.write(text);
        await turn();
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
    return { rows, headHash: last.hash, file, fileHash: hash.digest('hex') };
  }

  async #stateOf(segment: LedgerSegment, before: LedgerHead): Promise<SegmentState> {
    if (segment.fromSeq !== before.seq + 1) return 'does-not-follow';
    const file = path.join(this.#folder, path.basename(segment.file));
    if (!existsSync(file)) return 'missing';
    const hash = createHash('sha256');
    const stream = createReadStream(file);
    stream.on('data', (chunk) => hash.update(chunk));
    let head = before;
    for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
      const row = JSON.parse(line) as LedgerRow;
      if (!follows(head, row)) return 'altered';
      head = row;
    }
    return hash.digest('hex') === segment.fileHash && head.hash === segment.headHash ? 'good' : 'altered';
  }
}
