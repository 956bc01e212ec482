import { LINK_LIVES_MS } from '#lib/domain/access/claim';
import type { Principal } from '#lib/domain/access/principal';
import type { Role } from '#lib/domain/access/roles';
import { Fault } from '#lib/domain/fault';
import type { OperationId } from '#lib/domain/ids';
import type { Container } from '#lib/ports/container';
import { recordHouseAct } from './record-house-act';
import { setUpAddress } from './set-up-address';

/** A one-time link for somebody who is to have this role; whoever made it sends it on. */
export async function invitePerson(
  ports: Pick<Container, 'ledger' | 'sessions' | 'clock'>,
  by: Principal,
  role: Role,
  origin: string,
): Promise<{ link: string; expiresAt: string; operationId: OperationId }> {
  const { result, operationId } = await recordHouseAct(
    ports,
    {
      action: 'people.invite',
      by,
      target: { kind: 'console', id: 'people', name: role },
      changes: [{ path: 'role', before: null, after: role }],
    },
    () => ports.sessions.makeLink({ kind: 'invitation', role }),
  );
  const expiresAt = new Date(ports.clock.now() + LINK_LIVES_MS).toISOString();
  return { link: setUpAddress(origin, result), expiresAt, operationId };
}

export async function revokeInvitation(
  ports: Pick<Container, 'ledger' | 'accounts'>,
  by: Principal,
  id: string,
): Promise<undefined> {
  const invitation = (await ports.accounts.invitations()).find((one) => one.id === id);
  if (!invitation) throw new Fault('not_found', { kind: 'invitation', id: id.slice(0, 12) });
  await recordHouseAct(
    ports,
    {
      action: 'people.revoke-invitation',
      by,
      target: { kind: 'console', id: 'people', name: invitation.role },
      changes: [{ path: 'role', before: invitation.role, after: null }],
    },
    () => ports.accounts.revokeInvitation(id),
  );
  return undefined;
}
