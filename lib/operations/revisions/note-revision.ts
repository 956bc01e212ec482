import type { Principal } from '#lib/domain/access/principal';
import { Fault } from '#lib/domain/fault';
import type { ServiceId } from '#lib/domain/ids';
import type { Container } from '#lib/ports/container';
import { recordHouseAct } from '../record-house-act';

/** Notes are a part of what is remembered: who wrote which is in the ledger. */
export async function noteRevision(
  ports: Pick<Container, 'ledger' | 'revisions'>,
  by: Principal,
  id: ServiceId,
  number: number,
  text: string,
): Promise<{ note: string | null }> {
  const revision = await ports.revisions.find(id, number);
  if (!revision) throw new Fault('not_found', { kind: 'revision', id: String(number) });
  const note = text === '' ? null : text;
  if (note === revision.note) return { note };
  const target = { kind: 'service', id, name: revision.serviceName } as const;
  const changes = [{ path: `Revision[${number}].Note`, before: revision.note, after: note }];
  await recordHouseAct(ports, { action: 'revision.note', by, target, changes }, async () => {
    await ports.revisions.annotate(id, number, note);
  });
  return { note };
}
