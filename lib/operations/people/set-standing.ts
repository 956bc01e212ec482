import type { Principal } from '#lib/domain/access/principal';
import type { Role } from '#lib/domain/access/roles';
import { Fault } from '#lib/domain/fault';
import type { UserId } from '#lib/domain/ids';
import type { Profile } from '#lib/ports/accounts';
import type { Container } from '#lib/ports/container';
import { recordHouseAct } from './record-house-act';

type Ports = Pick<Container, 'ledger' | 'accounts' | 'tokens'>;
type Person = Extract<Principal, { kind: 'session' }>;

/** Throws not_found before anything is written down: what is not there was no act. */
export const personById = ({ accounts }: Pick<Container, 'accounts'>, id: string): Promise<Profile> =>
  accounts.profile(id as UserId);

/** What an admin does for others would let somebody at an admin's screen go around that admin's own password. */
export function assertNotYourself(by: Principal, id: string): void {
  if (by.kind !== 'system' && by.userId === id) throw new Fault('not_yourself');
}

export const targetOf = ({ id, name }: { id: string; name: string }) => ({ kind: 'user' as const, id, name });

export async function setRole(ports: Ports, by: Person, id: string, role: Role): Promise<undefined> {
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
export async function disablePerson(ports: Ports, by: Person, id: string): Promise<undefined> {
  assertNotYourself(by, id);
  return setDisabled(ports, by, id, true);
}

export const enablePerson = (ports: Ports, by: Person, id: string): Promise<undefined> =>
  setDisabled(ports, by, id, false);

async function setDisabled(ports: Ports, by: Person, id: string, disabled: boolean): Promise<undefined> {
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
