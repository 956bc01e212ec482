import { LINK_LIVES_MS } from '#lib/domain/access/claim';
import type { SessionPrincipal } from '#lib/domain/access/principal';
import { Fault } from '#lib/domain/fault';
import type { Container } from '#lib/ports/container';
import { recordHouseAct } from '../record-house-act';
import { assertNotYourself, personById, targetOf } from './person';
import { setUpAddress } from './set-up-address';

type Ports = Pick<Container, 'ledger' | 'accounts' | 'sessions' | 'clock'>;

/** A one-time link for another person who cannot sign in any more; its maker sends it on. */
export async function makePasswordLink(
  ports: Ports,
  by: SessionPrincipal,
  id: string,
  origin: string,
): Promise<{ link: string; expiresAt: string; operationId: string }> {
  assertNotYourself(by, id);
  const person = await personById(ports, id);
  if (person.disabled) throw new Fault('not_possible', { reason: 'disabled' });
  const { result, operationId } = await recordHouseAct(
    ports,
    { action: 'people.password-link', by, target: targetOf(person) },
    () => ports.sessions.makeLink({ kind: 'new-password', userId: person.id, by: by.userId }),
  );
  const expiresAt = new Date(ports.clock.now() + LINK_LIVES_MS).toISOString();
  return { link: setUpAddress(origin, result), expiresAt, operationId };
}
