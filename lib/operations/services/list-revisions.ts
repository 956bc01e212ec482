import type { RevisionRow } from '#lib/contract/services/list-revisions';
import { redactChanges } from '#lib/domain/access/redact';
import type { Rights } from '#lib/domain/access/roles';
import type { ServiceId } from '#lib/domain/ids';
import { diffSpecs } from '#lib/domain/spec/diff';
import type { Container } from '#lib/ports/container';

const SHOWN = 100;

/** The newest revisions first, each with what it changed. */
export async function listRevisions(ports: Container, id: ServiceId, who: Rights): Promise<RevisionRow[]> {
  const revisions = await ports.revisions.list(id, SHOWN + 1);
  const specs = await Promise.all(revisions.map(({ number }) => ports.revisions.find(id, number)));
  const rows = revisions.map((revision, index): RevisionRow => {
    const [own, before] = [specs[index], specs[index + 1]];
    const { number, image, seenAt, by, operationId } = revision;
    const changes = own && before ? redactChanges(diffSpecs(before.spec, own.spec), who) : null;
    return { number, image, seenAt, by, operationId, current: index === 0, changes };
  });
  return rows.slice(0, SHOWN);
}
