import type { RevisionRow } from '#lib/contract/services';
import { redactChanges } from '#lib/domain/access/redact';
import type { Rights } from '#lib/domain/access/roles';
import type { ServiceId } from '#lib/domain/ids';
import type { Container } from '#lib/ports/container';

const SHOWN = 100;

/** The newest revisions first, each with what it changed. */
export async function listRevisions(
  ports: Pick<Container, 'revisions'>,
  id: ServiceId,
  who: Rights,
): Promise<RevisionRow[]> {
  const revisions = await ports.revisions.listWithChanges(id, SHOWN);
  return revisions.map((own, index): RevisionRow => {
    const { number, firstVersion: version, image, seenAt, by, operationId, note, restores } = own;
    const changes = own.changes && redactChanges(own.changes, who);
    return { number, version, image, seenAt, by, operationId, note, current: index === 0, restores, changes };
  });
}
