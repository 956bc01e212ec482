import { createHash } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import { Fault } from '#lib/domain/fault';
import type { OperationId } from '#lib/domain/ids';
import { OPEN_STATES, type Operation, type Outcome } from '#lib/domain/operation/operation';
import type { Clock } from '#lib/ports/clock';
import { type HeldLease, LeaseLost } from '#lib/ports/leases';
import type {
  AnsweredEntry,
  Ledger,
  LedgerCheck,
  LedgerRow,
  ObservedEntry,
  OpenedEntry,
  OperationQuery,
} from '#lib/ports/ledger';
import type { Log } from '#lib/ports/log';
import { canonicalJson } from '../canonical-json';
import type { Database } from '../database';
import { guarded, isTaken, recordsFault } from '../faults';
import type { PrismaClient, Operation as StoredOperation } from '../generated/sqlite/client';
import type { Consoles } from '../instances/consoles';
import { whileHeld } from '../leases/recorded-leases';
import { newId } from '../new-id';
import { RecordsRefused } from '../refused';
import { Serial } from '../serial';
import type { Chain, LedgerHead } from './chain';
import { foldOf } from './fold';
import { columnsOf, operationOf, PACKED } from './operation-row';
import { answered, observed, opened, openedBody, settled } from './projection';
import { sealedHead } from './sealed-head';
import type { SealedRows } from './sealed-rows';
import { whereOf } from './where';

interface LedgerOptions {
  database: Database;
  chain: Chain;
  sealed: SealedRows;
  consoles: Consoles;
  clock: Clock;
  log: Log;
}

/** A pending write: the operation's next state, and the body of its row. */
interface Change {
  operation: Operation;
  body: unknown;
}

/** Other consoles may take the next number first; each round at least one console gets its row. */
const ATTEMPTS = 50;
const LONGEST_PAGE = 200;
const VERIFY_PAGE = 500;
const FOLD_PAGE = 200;

/**
 * The ledger in the database. Within the process one row is written at a time; between processes the row's number, its
 * primary key, lets one go first and the other retries. A row and its projection are one transaction.
 */
export class RecordedLedger implements Ledger {
  #options: LedgerOptions;
  readonly #sealed: SealedRows;
  #serial = new Serial();
  #listeners = new Set<(operation: Operation) => void>();
  /** The last row as this process knows it; null: not read yet. A stale value costs one attempt. */
  #head: Pick<LedgerHead, 'seq' | 'hash'> | null = null;
  #announcedOn = '';

  constructor(options: LedgerOptions) {
    this.#options = options;
    this.#sealed = options.sealed;
  }

  open(entry: OpenedEntry): Promise<Operation> {
    const id = newId() as OperationId;
    const body = openedBody(entry);
    return this.#write('opened', id, async (at) => ({ operation: opened(id, body, at), body }));
  }

  answered(id: OperationId, entry: AnsweredEntry): Promise<Operation> {
    return this.#amend('answered', id, entry, answered);
  }

  settled(id: OperationId, outcome: Outcome, text: string): Promise<Operation> {
    return this.#amend('settled', id, { outcome, text }, settled);
  }

  operation(id: OperationId): Promise<Operation | null> {
    return guarded(async () => {
      const row = await this.#prisma.operation.findUnique({ where: { id } });
      return row && this.#whole(row);
    });
  }

  /**
   * The id is made from what changed to which version, so that another console that observes the same writes nothing.
   */
  async observed(entry: ObservedEntry, lease: HeldLease): Promise<Operation | null> {
    const id = idOf(entry);
    let isNew = false;
    const operation = await this.#write(
      'observed',
      id,
      async (at) => {
        const known = await this.#prisma.operation.findUnique({ where: { id } });
        isNew = known === null;
        return known ? operationOf(known) : { operation: observed(id, entry, at), body: entry };
      },
      lease,
    );
    return isNew ? operation : null;
  }

  operations({ limit, cursor, ...filter }: OperationQuery): Promise<{ items: Operation[]; cursor: string | null }> {
    return guarded(async () => {
      const take = Math.min(Math.max(Math.trunc(limit), 1), LONGEST_PAGE);
      const rows = await this.#prisma.operation.findMany({
        where: {
          ...whereOf(filter, this.#options.database.provider === 'postgresql'),
          ...(cursor !== undefined && { seq: { lt: seqOf(cursor) } }),
        },
        orderBy: { seq: 'desc' },
        take: take + 1,
      });
      const shown = rows.slice(0, take);
      const last = rows.length > take ? shown.at(-1) : undefined;
      return { items: await Promise.all(shown.map((row) => this.#whole(row))), cursor: last ? String(last.seq) : null };
    });
  }

  rows(id: OperationId): Promise<LedgerRow[]> {
    return guarded(async () => {
      const listed = await this.#prisma.operation.findUnique({ where: { id } });
      return listed ? this.#rowsOf(listed) : [];
    });
  }

  head(): Promise<{ seq: number; hash: string } | null> {
    return guarded(async () => {
      const { seq, hash } = await this.#readHead();
      return seq === 0 ? null : { seq, hash };
    });
  }

  openingRows(ids: readonly OperationId[]): Promise<Map<OperationId, { seq: number; hash: string }>> {
    return guarded(async () => {
      const listed = await this.#prisma.operation.findMany({
        where: { id: { in: [...ids] } },
        select: { id: true, seq: true },
      });
      const rows = await this.#prisma.ledgerRow.findMany({
        where: { seq: { in: listed.map(({ seq }) => seq) } },
        select: { seq: true, hash: true },
      });
      const hashes = new Map(rows.map(({ seq, hash }) => [seq, hash]));
      const found = new Map<OperationId, { seq: number; hash: string }>();
      for (const { id, seq } of listed) {
        const hash = hashes.get(seq) ?? (await this.#sealed.at(seq))?.hash;
        if (hash !== undefined) found.set(id as OperationId, { seq, hash });
      }
      return found;
    });
  }

  rowAt(seq: number): Promise<LedgerRow | null> {
    return guarded(async () => {
      const row = await this.#prisma.ledgerRow.findUnique({ where: { seq }, omit: { keyed: true } });
      return (row as LedgerRow | null) ?? this.#sealed.at(seq);
    });
  }

  unsettled(): Promise<(Operation & { ofThisBoot: boolean })[]> {
    return guarded(async () => {
      const { consoles } = this.#options;
      const rows = await this.#prisma.operation.findMany({
        where: { state: { in: [...OPEN_STATES] } },
        orderBy: { seq: 'asc' },
      });
      const others = rows.some(({ boot }) => boot !== consoles.boot) ? await consoles.othersAlive() : new Set<string>();
      return rows
        .filter(({ boot }) => !others.has(boot))
        .map((row) => ({ ...operationOf(row), ofThisBoot: row.boot === consoles.boot }));
    });
  }

  verify(): Promise<LedgerCheck> {
    return guarded(async () => {
      const sealed = await sealedHead(this.#prisma);
      const newest = await this.#prisma.operation.aggregate({ _max: { seq: true } });
      let head = sealed;
      for (;;) {
        const page = (await this.#prisma.ledgerRow.findMany({
          omit: { keyed: true },
          where: { seq: { gt: head.seq } },
          orderBy: { seq: 'asc' },
          take: VERIFY_PAGE,
        })) as LedgerRow[];
        for (const row of page) {
          const next = this.#options.chain.next(head, row);
          if (!next) return { rows: head.seq, brokenAt: row.seq };
          head = next;
        }
        if (page.length < VERIFY_PAGE) break;
        await turn();
      }
      // An operation without its opening row proves that the tail was cut.
      const isCut = (newest._max.seq ?? 0) > head.seq;
      if (isCut) return { rows: head.seq, brokenAt: head.seq + 1 };
      const misprojected = await this.#misprojected(sealed.seq, head.seq);
      return {
        rows: head.seq,
        brokenAt: null,
        ...(head.seq > sealed.seq && !head.keyed && { unkeyed: true as const }),
        ...(misprojected.length > 0 && { misprojected }),
      };
    });
  }

  /** Operations whose projection differs from their rows, or is missing. Rows added meanwhile are left out. */
  async #misprojected(from: number, to: number): Promise<OperationId[]> {
    const wrong: OperationId[] = [];
    for (let after = from; ; ) {
      const heads = await this.#prisma.ledgerRow.findMany({
        where: { seq: { gt: after, lte: to }, kind: { in: ['opened', 'observed'] } },
        orderBy: { seq: 'asc' },
        take: FOLD_PAGE,
        select: { seq: true, operationId: true },
      });
      const ids = heads.map(({ operationId }) => operationId);
      const [rows, listed] = await this.#prisma.$transaction([
        this.#prisma.ledgerRow.findMany({
          omit: { keyed: true },
          where: { operationId: { in: ids } },
          orderBy: { seq: 'asc' },
        }),
        this.#prisma.operation.findMany({ where: { id: { in: ids } } }),
      ]);
      const rowsOf = new Map<string, LedgerRow[]>(ids.map((id) => [id, []]));
      for (const row of rows as LedgerRow[]) rowsOf.get(row.operationId)?.push(row);
      const listedById = new Map(listed.map((row) => [row.id, row]));
      for (const id of ids) {
        const folded = foldOf(rowsOf.get(id) ?? []);
        const shown = listedById.get(id);
        const same =
          folded && shown && canonicalJson(columnsOf(folded)) === canonicalJson(columnsOf(operationOf(shown)));
        if (!same) wrong.push(id as OperationId);
      }
      const last = heads.at(-1);
      if (!last || heads.length < FOLD_PAGE) return wrong;
      after = last.seq;
      await turn();
    }
  }

  /**
   * Called once before a console serves. A ledger from before there was a key gets its first keyed row. Throws
   * RecordsRefused where the newest row fits neither form, because it was written with another key or without one.
   */
  async goOnWithKey(place: string): Promise<void> {
    const newest = (await this.#prisma.ledgerRow.findFirst({
      omit: { keyed: true },
      orderBy: { seq: 'desc' },
    })) as LedgerRow | null;
    if (!newest || this.#options.chain.isKeyed(newest)) return;
    const before = { seq: newest.seq - 1, hash: newest.prevHash, keyed: false };
    if (!this.#options.chain.next(before, newest))
      throw new RecordsRefused('other_key', { place, name: String(newest.seq) });
    const target = { kind: 'console', id: 'console', name: 'Swarmdeck' } as const;
    const changes = [{ path: 'Ledger.rowsWithoutKey', before: null, after: newest.seq }];
    const { id } = await this.open({
      action: 'ledger.keyed',
      by: { kind: 'system', name: 'Swarmdeck' },
      target,
      changes,
      command: '',
      request: null,
      baseVersion: null,
    });
    await this.answered(id, { state: 'accepted' });
    await this.settled(id, 'done', '');
  }

  onChange(listener: (operation: Operation) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async #rowsOf({ id, seq, openedAt, answeredAt, settledAt }: StoredOperation): Promise<LedgerRow[]> {
    const last = [openedAt, answeredAt ?? '', settledAt ?? ''].sort().at(-1) ?? openedAt;
    const sealed = await this.#sealed.of(id, seq, last);
    const rows = await this.#prisma.ledgerRow.findMany({
      omit: { keyed: true },
      where: { operationId: id, seq: { gt: sealed.at(-1)?.seq ?? 0 } },
      orderBy: { seq: 'asc' },
    });
    return [...sealed, ...(rows as LedgerRow[])];
  }

  /** An operation whose rows are sealed is listed without the values that only they hold. */
  async #whole(row: StoredOperation): Promise<Operation> {
    if (row.changesJson !== PACKED) return operationOf(row);
    const rows = await this.#rowsOf(row).catch((err: unknown) => {
      this.#options.log.warn({ err, operation: row.id }, 'a sealed segment could not be read');
      return [];
    });
    const { changes = [], request = null } = foldOf(rows) ?? {};
    return { ...operationOf(row), changes, request };
  }

  get #prisma() {
    return this.#options.database.prisma;
  }

  #amend<Entry>(
    kind: LedgerRow['kind'],
    id: OperationId,
    entry: Entry,
    change: (operation: Operation, entry: Entry, at: string) => Operation | null,
  ): Promise<Operation> {
    return this.#write(kind, id, async (at) => {
      const row = await this.#prisma.operation.findUnique({ where: { id } });
      if (!row) throw new Fault('not_found', { kind: 'operation', id });
      const before = await this.#whole(row);
      const operation = change(before, entry, at);
      return operation ? { operation, body: entry } : before;
    });
  }

  /**
   * The head is read before `decide` reads the operation, so that a concurrent writer takes the row number and this
   * write is retried.
   */
  #write(
    kind: LedgerRow['kind'],
    operationId: OperationId,
    decide: (at: string) => Promise<Change | Operation>,
    lease: HeldLease | null = null,
  ): Promise<Operation> {
    return this.#serial.run('head', async () => {
      for (let left = ATTEMPTS; ; left -= 1) {
        try {
          const head = this.#head ?? (await this.#readHead());
          const at = new Date(this.#options.clock.now()).toISOString();
          const decided = await decide(at);
          if (!('operation' in decided)) return decided;
          const { instance, boot } = this.#options.consoles;
          const body = canonicalJson(decided.body);
          const row = this.#options.chain.append(head, { kind, operationId, at, body, instance, boot });
          await this.#commit(row, decided.operation, lease);
          this.#publish(row, decided.operation);
          return decided.operation;
        } catch (error) {
          this.#head = null;
          if (error instanceof LeaseLost) throw error;
          if (!isTaken(error) || left <= 1) throw recordsFault(error);
        }
      }
    });
  }

  async #commit(row: LedgerRow, operation: Operation, lease: HeldLease | null): Promise<void> {
    const columns = columnsOf(operation);
    const { seq, instance, boot } = row;
    const statements = (on: Pick<PrismaClient, 'ledgerRow' | 'operation'>) => [
      on.ledgerRow.create({ data: { ...row, keyed: true } }),
      row.kind === 'opened' || row.kind === 'observed'
        ? on.operation.create({ data: { ...columns, seq, instance, boot } })
        : on.operation.update({ where: { id: columns.id }, data: columns, select: { id: true } }),
    ];
    if (lease)
      await whileHeld(this.#options.database, lease, async (on) => {
        for (const statement of statements(on)) await statement;
      });
    else await this.#prisma.$transaction(statements(this.#prisma));
    this.#head = row;
  }

  async #readHead(): Promise<Pick<LedgerHead, 'seq' | 'hash'>> {
    const select = { seq: true, hash: true };
    return (await this.#prisma.ledgerRow.findFirst({ orderBy: { seq: 'desc' }, select })) ?? sealedHead(this.#prisma);
  }

  #publish({ seq, hash, at }: LedgerRow, operation: Operation): void {
    const { log } = this.#options;
    // A chain with a cut tail still verifies, so the head is logged, outside of the database.
    if (at.slice(0, 10) !== this.#announcedOn) log.info({ seq, hash }, 'head of the ledger');
    this.#announcedOn = at.slice(0, 10);
    for (const listener of this.#listeners) {
      try {
        listener(operation);
      } catch (error) {
        log.error({ err: error, operationId: operation.id }, 'a listener of the ledger failed');
      }
    }
  }
}

/** In the form of all ids: 128 bits of a digest of the change. */
function idOf({ action, target, version }: ObservedEntry): OperationId {
  const digest = createHash('sha256').update(`${action} ${target.kind} ${target.id} ${version}`).digest('hex');
  return BigInt(`0x${digest.slice(0, 32)}`)
    .toString(36)
    .padStart(25, '0') as OperationId;
}

/** The columns' maximum: PostgreSQL would reject a query for a larger number as an error. */
const INT32_MAX = 2 ** 31 - 1;

function seqOf(cursor: string): number {
  if (!/^\d{1,10}$/.test(cursor) || Number(cursor) > INT32_MAX) throw new Fault('invalid_input', { field: 'cursor' });
  return Number(cursor);
}
