import type { Principal } from '#lib/domain/access/principal';
import type { Role } from '#lib/domain/access/roles';
import type { OperationId } from '#lib/domain/ids';
import type { Container } from '#lib/ports/container';
import { recordHouseAct } from './record-house-act';
import { setUpAddress } from './set-up-address';

type Ports = Pick<Container, 'ledger' | 'sessions'>;

/** A one-time link for somebody who is to have this role; whoever made it sends it on. */
export async function invitePerson(
  ports: Ports,
  by: Principal,
  role: Role,
  origin: string,
): Promise<{ link: string; operationId: OperationId }> {
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
  return { link: setUpAddress(origin, result), operationId };
}
