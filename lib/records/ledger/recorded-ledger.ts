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
import type { PrismaClient } from '../generated/sqlite/client';
import type { Consoles } from '../instances/consoles';
import { whileHeld } from '../leases/recorded-leases';
import { newId } from '../new-id';
import { Serial } from '../serial';
import { follow, follows, type LedgerHead } from './chain';
import { foldOf } from './fold';
import { columnsOf, operationOf } from './operation-row';
import { answered, observed, opened, openedBody, settled } from './projection';
import { sealedHead } from './sealed-head';
import { whereOf } from './where';

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
const FOLD_PAGE = 200;

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
      return row && operationOf(row);
    });
  }

  /** Named by what changed to which version: another console that sees the same writes nothing. */
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

  async carry(before: number, lease: HeldLease): Promise<number> {
    const waiting = await guarded(() =>
      this.#prisma.operation.findMany({
        where: { state: 'accepted' },
        orderBy: { seq: 'asc' },
        select: { id: true, seq: true },
      }),
    );
    let carried = 0;
    for (const { id, seq } of waiting) {
      const row = await guarded(() => this.#prisma.ledgerRow.findUnique({ where: { seq }, select: { at: true } }));
      // In the order of their rows: those that follow are younger.
      if (row && Date.parse(row.at) >= before) break;
      const told = await this.#write(
        'carried',
        id as OperationId,
        async () => {
          const operation = operationOf(await this.#prisma.operation.findUniqueOrThrow({ where: { id } }));
          return operation.state === 'accepted' ? { operation, body: operation } : operation;
        },
        lease,
      );
      if (told.state === 'accepted') carried += 1;
    }
    return carried;
  }

  operations({ limit, cursor, ...filter }: OperationQuery): Promise<{ items: Operation[]; cursor: string | null }> {
    return guarded(async () => {
      const take = Math.min(Math.max(Math.trunc(limit), 1), LONGEST_PAGE);
      const rows = await this.#prisma.operation.findMany({
        where: {
          ...whereOf(filter, this.#needs.database.provider === 'postgresql'),
          ...(cursor !== undefined && { seq: { lt: seqOf(cursor) } }),
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
          where: { seq: { gt: head.seq } },
          orderBy: { seq: 'asc' },
          take: VERIFY_PAGE,
        })) as LedgerRow[];
        for (const row of page) {
          if (!follows(head, row)) return { rows: head.seq, brokenAt: row.seq };
          head = row;
        }
        if (page.length < VERIFY_PAGE) break;
        await turn();
      }
      // An operation whose opening row is gone: the tail was cut.
      const isCut = (newest._max.seq ?? 0) > head.seq;
      if (isCut) return { rows: head.seq, brokenAt: head.seq + 1 };
      const misprojected = await this.#misprojected(sealed.seq, head.seq);
      return { rows: head.seq, brokenAt: null, ...(misprojected.length > 0 && { misprojected }) };
    });
  }

  /** Acts that are listed otherwise than their rows tell, or are not listed. Rows that come meanwhile are left out. */
  async #misprojected(from: number, to: number): Promise<OperationId[]> {
    const wrong: OperationId[] = [];
    for (let after = from; ; ) {
      const heads = await this.#prisma.ledgerRow.findMany({
        where: { seq: { gt: after, lte: to }, kind: { in: ['opened', 'observed', 'carried'] } },
        orderBy: { seq: 'asc' },
        take: FOLD_PAGE,
        select: { seq: true, operationId: true },
      });
      const ids = heads.map(({ operationId }) => operationId);
      const [rows, listed] = await this.#prisma.$transaction([
        this.#prisma.ledgerRow.findMany({ where: { operationId: { in: ids } }, orderBy: { seq: 'asc' } }),
        this.#prisma.operation.findMany({ where: { id: { in: ids } } }),
      ]);
      const rowsOf = new Map<string, LedgerRow[]>(ids.map((id) => [id, []]));
      for (const row of rows as LedgerRow[]) rowsOf.get(row.operationId)?.push(row);
      const listedById = new Map(listed.map((row) => [row.id, row]));
      for (const id of ids) {
        const told = foldOf(rowsOf.get(id) ?? []);
        const shown = listedById.get(id);
        const same = told && shown && canonicalJson(columnsOf(told)) === canonicalJson(columnsOf(operationOf(shown)));
        if (!same) wrong.push(id as OperationId);
      }
      const last = heads.at(-1);
      if (!last || heads.length < FOLD_PAGE) return wrong;
      after = last.seq;
      await turn();
    }
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
    lease: HeldLease | null = null,
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
          await this.#commit(row, decided.operation, lease);
          this.#tell(row, decided.operation);
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
      on.ledgerRow.create({ data: row }),
      row.kind === 'opened' || row.kind === 'observed'
        ? on.operation.create({ data: { ...columns, seq, instance, boot } })
        : on.operation.update({
            where: { id: columns.id },
            data: row.kind === 'carried' ? { ...columns, seq } : columns,
            select: { id: true },
          }),
    ];
    if (lease)
      await whileHeld(this.#needs.database, lease, async (on) => {
        for (const statement of statements(on)) await statement;
      });
    else await this.#prisma.$transaction(statements(this.#prisma));
    this.#head = row;
  }

  async #readHead(): Promise<LedgerHead> {
    const select = { seq: true, hash: true };
    return (await this.#prisma.ledgerRow.findFirst({ orderBy: { seq: 'desc' }, select })) ?? sealedHead(this.#prisma);
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

/** In the form of all ids: 128 bits of the digest of what it was that changed. */
function idOf({ action, target, version }: ObservedEntry): OperationId {
  const digest = createHash('sha256').update(`${action} ${target.kind} ${target.id} ${version}`).digest('hex');
  return BigInt(`0x${digest.slice(0, 32)}`)
    .toString(36)
    .padStart(25, '0') as OperationId;
}

/** Of the columns that count: a larger number is no row's, and PostgreSQL would take the question for a mistake. */
const INT32_MAX = 2 ** 31 - 1;

function seqOf(cursor: string): number {
  if (!/^\d{1,10}$/.test(cursor) || Number(cursor) > INT32_MAX) throw new Fault('invalid_input', { field: 'cursor' });
  return Number(cursor);
}
