import type { SessionPrincipal } from '#lib/domain/access/principal';
import type { Role } from '#lib/domain/access/roles';
import type { Container } from '#lib/ports/container';
import { recordHouseAct } from '../record-house-act';
import { assertNotYourself, personById, targetOf } from './person';

type Ports = Pick<Container, 'ledger' | 'accounts' | 'tokens'>;

export async function setRole(ports: Ports, by: SessionPrincipal, id: string, role: Role): Promise<undefined> {
  const person = await personById(ports, id);
  if (person.role === role) return undefined;
  await recordHouseAct(
    ports,
    {
      action: 'people.role',
      by,
      target: targetOf(person),
      changes: [{ path: 'role', before: person.role, after: role }],
    },
    () => ports.accounts.setRole(person.id, role),
  );
  return undefined;
}

/** Nobody shuts the door on themselves: it would be a slip, and another admin would have to open it. */
export async function disablePerson(ports: Ports, by: SessionPrincipal, id: string): Promise<undefined> {
  assertNotYourself(by, id);
  return setDisabled(ports, by, id, true);
}

export const enablePerson = (ports: Ports, by: SessionPrincipal, id: string): Promise<undefined> =>
  setDisabled(ports, by, id, false);

async function setDisabled(ports: Ports, by: SessionPrincipal, id: string, disabled: boolean): Promise<undefined> {
  const person = await personById(ports, id);
  if (person.disabled === disabled) return undefined;
  const action = disabled ? 'people.disable' : 'people.enable';
  const changes = [{ path: 'disabled', before: person.disabled, after: disabled }];
  await recordHouseAct(ports, { action, by, target: targetOf(person), changes }, async () => {
    await ports.accounts.setDisabled(person.id, disabled);
    // enabling opens the account again, not what programs were once given
    if (disabled) await ports.tokens.endAllOf(person.id);
  });
  return undefined;
}
