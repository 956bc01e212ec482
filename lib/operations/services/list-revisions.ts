import type { RevisionRow } from '#lib/contract/services';
import { redactChanges } from '#lib/domain/access/redact';
import type { Rights } from '#lib/domain/access/roles';
import type { ServiceId } from '#lib/domain/ids';
import { diffSpecs } from '#lib/domain/spec/diff';
import type { Container } from '#lib/ports/container';

const SHOWN = 100;

/** The newest revisions first, each with what it changed. */
export async function listRevisions(ports: Container, id: ServiceId, who: Rights): Promise<RevisionRow[]> {
  const revisions = await ports.revisions.listWithSpecs(id, SHOWN + 1);
  const rows = revisions.map((own, index): RevisionRow => {
    const before = revisions[index + 1];
    const { number, image, seenAt, by, operationId, note } = own;
    const changes = before ? redactChanges(diffSpecs(before.spec, own.spec), who) : null;
    return { number, image, seenAt, by, operationId, note, current: index === 0, changes };
  });
  return rows.slice(0, SHOWN);
}
