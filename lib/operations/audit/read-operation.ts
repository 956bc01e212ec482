import { redactOperation } from '#lib/domain/access/redact';
import type { Rights } from '#lib/domain/access/roles';
import { Fault } from '#lib/domain/fault';
import type { OperationId } from '#lib/domain/ids';
import type { Operation, Wait } from '#lib/domain/operation/operation';
import { standingOf } from '#lib/domain/operation/settlement';
import type { Container } from '#lib/ports/container';
import type { LedgerRow } from '#lib/ports/ledger';

type ShownRow = Pick<LedgerRow, 'seq' | 'kind' | 'at' | 'hash' | 'prevHash'>;

/** One act with its rows in the ledger; what this role may not read is taken out. */
export async function readOperation(
  ports: Pick<Container, 'ledger' | 'picture'>,
  who: Rights,
  id: OperationId,
): Promise<{ operation: Operation; rows: ShownRow[] }> {
  const operation = await ports.ledger.operation(id);
  if (!operation) throw new Fault('not_found', { kind: 'operation', id });
  const rows = await ports.ledger.rows(id);
  return {
    operation: { ...redactOperation(operation, who), waits: waitOf(operation, ports) },
    rows: rows.map(({ seq, kind, at, hash, prevHash }) => ({ seq, kind, at, hash, prevHash })),
  };
}

/** Given only while the picture is live, because an old one does not show what is waited for now. */
function waitOf(operation: Operation, { picture }: Pick<Container, 'picture'>): Wait | null {
  if (operation.state !== 'accepted' || picture.status().phase !== 'live') return null;
  const standing = standingOf(operation, picture.cluster());
  return 'waits' in standing ? standing.waits : null;
}
