import { Fault } from '#lib/domain/fault';
import type { OperationId } from '#lib/domain/ids';
import type { Operation, Outcome } from '#lib/domain/operation/operation';
import type { Clock } from '#lib/ports/clock';
import type { AnsweredEntry, Ledger, LedgerRow, OpenedEntry, OperationQuery } from '#lib/ports/ledger';
import type { Log } from '#lib/ports/log';
import { canonicalJson } from '../canonical-json';
import type { Database } from '../database';
import { guarded, isTaken, recordsFault } from '../faults';
import type { Consoles } from '../instances/consoles';
import { newId } from '../new-id';
import { Serial } from '../serial';
import { follow, follows, GENESIS, type LedgerHead } from './chain';
import { columnsOf, operationOf } from './operation-row';
import { actorOf, answered, opened, settled } from './projection';

interface Needs {
  database: Database;
  consoles: Consoles;
  clock: Clock;
  log: Log;
}

/** What is to be written: the operation as it will be, and the body of the row that tells of it. */
interface Change {
  operation: Operation;
  body: unknown;
}

/** Consoles that share a database may be faster to the next row; each round at least one of them gets its row. */
const ATTEMPTS = 50;
const LONGEST_PAGE = 200;
const VERIFY_PAGE = 500;
const OPEN_STATES = ['opened', 'accepted', 'unknown'];

/**
 * The ledger in the database. Within the process one row is written at a time; between processes the number of the row,
 * its primary key, lets one of two go first, and the other looks again. A row and the projection are one transaction.
 */
export class RecordedLedger implements Ledger {
  #needs: Needs;
  #serial = new Serial();
  #listeners = new Set<(operation: Operation) => void>();
  /** The last row as far as this process knows; null: to be read. Being out of date costs one attempt, no more. */
  #head: LedgerHead | null = null;
  #toldOn = '';

  constructor(needs: Needs) {
    this.#needs = needs;
  }

  open(entry: OpenedEntry): Promise<Operation> {
    const id = newId() as OperationId;
    const { action, target, changes, command, request, baseVersion } = entry;
    const body = { action, by: actorOf(entry), target, changes, command, request, baseVersion };
    return this.#write('opened', id, async (at) => ({ operation: opened(id, entry, at), body }));
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
      return row && operationOf(row);
    });
  }

  operations({
    limit,
    cursor,
    targetId,
    states,
  }: OperationQuery): Promise<{ items: Operation[]; cursor: string | null }> {
    return guarded(async () => {
      const take = Math.min(Math.max(Math.trunc(limit), 1), LONGEST_PAGE);
      const rows = await this.#prisma.operation.findMany({
        where: {
          ...(cursor !== undefined && { seq: { lt: seqOf(cursor) } }),
          ...(targetId !== undefined && { targetId }),
          ...(states && { state: { in: states } }),
        },
        orderBy: { seq: 'desc' },
        take: take + 1,
      });
      const shown = rows.slice(0, take);
      const last = rows.length > take ? shown.at(-1) : undefined;
      return { items: shown.map(operationOf), cursor: last ? String(last.seq) : null };
    });
  }

  rows(id: OperationId): Promise<LedgerRow[]> {
    return guarded(async () => {
      const rows = await this.#prisma.ledgerRow.findMany({ where: { operationId: id }, orderBy: { seq: 'asc' } });
      return rows as LedgerRow[];
    });
  }

  unsettled(): Promise<(Operation & { ofThisBoot: boolean })[]> {
    return guarded(async () => {
      const { consoles } = this.#needs;
      const rows = await this.#prisma.operation.findMany({
        where: { state: { in: OPEN_STATES } },
        orderBy: { seq: 'asc' },
      });
      const others = rows.some(({ boot }) => boot !== consoles.boot) ? await consoles.othersAlive() : new Set<string>();
      return rows
        .filter(({ boot }) => !others.has(boot))
        .map((row) => ({ ...operationOf(row), ofThisBoot: row.boot === consoles.boot }));
    });
  }

  verify(): Promise<{ rows: number; brokenAt: number | null }> {
    return guarded(async () => {
      const newest = await this.#prisma.operation.aggregate({ _max: { seq: true } });
      let head = GENESIS;
      for (;;) {
        const page = (await this.#prisma.ledgerRow.findMany({
          where: { seq: { gt: head.seq } },
          orderBy: { seq: 'asc' },
          take: VERIFY_PAGE,
        })) as LedgerRow[];
        for (const row of page) {
          if (!follows(head, row)) return { rows: head.seq, brokenAt: row.seq };
          head = row;
        }
        if (page.length < VERIFY_PAGE) break;
      }
      // An operation whose opening row is gone: the tail was cut.
      const isCut = (newest._max.seq ?? 0) > head.seq;
      return { rows: head.seq, brokenAt: isCut ? head.seq + 1 : null };
    });
  }

  onChange(listener: (operation: Operation) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  get #prisma() {
    return this.#needs.database.prisma;
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
      const before = operationOf(row);
      const operation = change(before, entry, at);
      return operation ? { operation, body: entry } : before;
    });
  }

  /** The head is known before `decide` reads the operation: whoever changes it meanwhile takes the row that we want. */
  #write(
    kind: LedgerRow['kind'],
    operationId: OperationId,
    decide: (at: string) => Promise<Change | Operation>,
  ): Promise<Operation> {
    return this.#serial.run('head', async () => {
      for (let left = ATTEMPTS; ; left -= 1) {
        try {
          const head = this.#head ?? (await this.#readHead());
          const at = new Date(this.#needs.clock.now()).toISOString();
          const decided = await decide(at);
          if (!('operation' in decided)) return decided;
          const { instance, boot } = this.#needs.consoles;
          const body = canonicalJson(decided.body);
          const row = follow(head, { kind, operationId, at, body, instance, boot });
          await this.#commit(row, decided.operation);
          this.#tell(row, decided.operation);
          return decided.operation;
        } catch (error) {
          this.#head = null;
          if (!isTaken(error) || left <= 1) throw recordsFault(error);
        }
      }
    });
  }

  async #commit(row: LedgerRow, operation: Operation): Promise<void> {
    const columns = columnsOf(operation);
    const { seq, instance, boot } = row;
    await this.#prisma.$transaction([
      this.#prisma.ledgerRow.create({ data: row }),
      row.kind === 'opened'
        ? this.#prisma.operation.create({ data: { ...columns, seq, instance, boot } })
        : this.#prisma.operation.update({ where: { id: columns.id }, data: columns, select: { id: true } }),
    ]);
    this.#head = row;
  }

  async #readHead(): Promise<LedgerHead> {
    const select = { seq: true, hash: true };
    return (await this.#prisma.ledgerRow.findFirst({ orderBy: { seq: 'desc' }, select })) ?? GENESIS;
  }

  #tell({ seq, hash, at }: LedgerRow, operation: Operation): void {
    const { log } = this.#needs;
    // A cut tail leaves a chain that fits: only a head that was noted elsewhere gives it away.
    if (at.slice(0, 10) !== this.#toldOn) log.info({ seq, hash }, 'head of the ledger');
    this.#toldOn = at.slice(0, 10);
    for (const listener of this.#listeners) {
      try {
        listener(operation);
      } catch (error) {
        log.error({ err: error, operationId: operation.id }, 'a listener of the ledger failed');
      }
    }
  }
}

function seqOf(cursor: string): number {
  if (!/^\d{1,10}$/.test(cursor)) throw new Fault('invalid_input', { field: 'cursor' });
  return Number(cursor);
}
