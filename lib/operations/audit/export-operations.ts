import type { OperationFilterInput } from '#lib/contract/audit';
import { redactOperation } from '#lib/domain/access/redact';
import { may, type Rights } from '#lib/domain/access/roles';
import type { Operation } from '#lib/domain/operation/operation';
import type { Container } from '#lib/ports/container';
import { filterOf } from './filter-of';

export type ExportFormat = 'csv' | 'json' | 'ndjson';
const PAGE = 200;

/**
 * An act with the row of the ledger that opened it: kept elsewhere, it can be compared by `audit:verify --expect
 * SEQ:HASH`.
 */
type Exported = Operation & { ledgerRow: string | null };

const COLUMNS: [string, (operation: Exported) => unknown][] = [
  ['id', ({ id }) => id],
  ['ledger_row', ({ ledgerRow }) => ledgerRow],
  ['opened_at', ({ openedAt }) => openedAt],
  ['by', ({ by }) => by.name],
  ['by_id', ({ by }) => by.id],
  ['by_token', ({ by }) => by.token],
  ['address', ({ address }) => address],
  ['action', ({ action }) => action],
  ['target_kind', ({ target }) => target.kind],
  ['target_id', ({ target }) => target.id],
  ['target_name', ({ target }) => target.name],
  ['state', ({ state }) => state],
  ['outcome', ({ outcome }) => outcome],
  ['outcome_text', ({ outcomeText }) => outcomeText],
  ['fault', ({ fault }) => fault?.code],
  ['changes', ({ changes }) => (changes.length > 0 ? JSON.stringify(changes) : null)],
  ['command', ({ command }) => command],
  ['base_version', ({ baseVersion }) => baseVersion],
  ['answered_at', ({ answeredAt }) => answeredAt],
  ['settled_at', ({ settledAt }) => settledAt],
  ['unseen_since', ({ unseenSince }) => unseenSince],
];

/**
 * What a spreadsheet would take for a formula is made a text; where its separator is `;` such a cell would be torn, so
 * it is quoted.
 */
function cell(value: unknown): string {
  const text = value === null || value === undefined ? '' : String(value);
  const safe = typeof value === 'string' && /^[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text;
  return /[",;\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const csvRow = (cells: unknown[]): string => `${cells.map(cell).join(',')}\r\n`;

/**
 * Page by page, each when the last one has been taken: what is exported is never held whole. `rights` are read for
 * every page, because a long export outlives a change of role; it ends where they do not suffice any more.
 */
export function exportOperations(
  ports: Pick<Container, 'ledger'>,
  rights: () => Promise<Rights | null>,
  input: OperationFilterInput,
  format: ExportFormat,
): { next(): Promise<string | null>; close(): void } {
  const filter = filterOf(input);
  let cursor: string | null | undefined;
  let begun = false;
  let over = false;
  const texts = (operations: Exported[], isFirst: boolean): string => {
    if (format === 'csv') return operations.map((each) => csvRow(COLUMNS.map(([, read]) => read(each)))).join('');
    if (format === 'ndjson') return operations.map((each) => `${JSON.stringify(each)}\n`).join('');
    const listed = operations.map((each) => JSON.stringify(each)).join(',\n');
    return listed === '' || isFirst ? listed : `,\n${listed}`;
  };
  return {
    async next() {
      if (over) return null;
      const who = await rights();
      if (who === null || !may(who, 'audit:see')) return null;
      const page = await ports.ledger.operations({ ...filter, limit: PAGE, ...(cursor && { cursor }) });
      const head = begun ? '' : format === 'csv' ? csvRow(COLUMNS.map(([name]) => name)) : format === 'json' ? '[' : '';
      const opening = await ports.ledger.openingRows(page.items.map(({ id }) => id));
      const exported = page.items.map((each): Exported => {
        const row = opening.get(each.id);
        return { ...redactOperation(each, who), ledgerRow: row ? `${row.seq}:${row.hash}` : null };
      });
      const rows = texts(exported, !begun);
      begun = true;
      cursor = page.cursor;
      over = cursor === null;
      return head + rows + (over && format === 'json' ? ']\n' : '');
    },
    close() {
      over = true;
    },
  };
}
