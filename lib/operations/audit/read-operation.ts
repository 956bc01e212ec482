import { redactOperation } from '#lib/domain/access/redact';
import type { Rights } from '#lib/domain/access/roles';
import { Fault } from '#lib/domain/fault';
import type { OperationId } from '#lib/domain/ids';
import type { Operation } from '#lib/domain/operation/operation';
import type { Container } from '#lib/ports/container';
import type { LedgerRow } from '#lib/ports/ledger';

type ShownRow = Pick<LedgerRow, 'seq' | 'kind' | 'at' | 'hash' | 'prevHash'>;

/** One act with its rows in the ledger; what this role may not read is taken out. */
export async function readOperation(
  ports: Container,
  who: Rights,
  id: OperationId,
): Promise<{ operation: Operation; rows: ShownRow[] }> {
  const operation = await ports.ledger.operation(id);
  if (!operation) throw new Fault('not_found', { kind: 'operation', id });
  const rows = await ports.ledger.rows(id);
  return {
    operation: redactOperation(operation, who),
    rows: rows.map(({ seq, kind, at, hash, prevHash }) => ({ seq, kind, at, hash, prevHash })),
  };
}
