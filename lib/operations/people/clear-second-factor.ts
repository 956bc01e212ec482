import type { Principal } from '#lib/domain/access/principal';
import type { Container } from '#lib/ports/container';
import { recordHouseAct } from '../record-house-act';
import { assertNotYourself, personById, targetOf } from './person';

/** Takes the app and all passkeys away from another person who has lost them. */
export async function clearSecondFactor(
  ports: Pick<Container, 'ledger' | 'accounts'>,
  by: Principal,
  id: string,
): Promise<undefined> {
  assertNotYourself(by, id);
  const person = await personById(ports, id);
  const changes = [
    { path: 'totp', before: person.hasTotp, after: false },
    { path: 'passkeys', before: person.passkeys.length, after: 0 },
  ];
  await recordHouseAct(ports, { action: 'people.second-factor-off', by, target: targetOf(person), changes }, () =>
    ports.accounts.clearSecondFactors(person.id),
  );
  return undefined;
}
