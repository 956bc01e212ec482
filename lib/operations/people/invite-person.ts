import type { z } from 'zod';
import type { listInvitations } from '#lib/contract/people';
import { LINK_LIVES_MS } from '#lib/domain/access/claim';
import type { Principal, SessionPrincipal } from '#lib/domain/access/principal';
import type { Role } from '#lib/domain/access/roles';
import { Fault } from '#lib/domain/fault';
import type { OperationId, UserId } from '#lib/domain/ids';
import type { Container } from '#lib/ports/container';
import { recordHouseAct } from '../record-house-act';
import { personById, targetOf } from './person';
import { setUpAddress } from './set-up-address';

/** Creates a one-time link for a new person with this role; its maker sends it on. */
export async function invitePerson(
  ports: Pick<Container, 'ledger' | 'sessions' | 'clock'>,
  by: SessionPrincipal,
  { role, note }: { role: Role; note: string },
  origin: string,
): Promise<{ link: string; expiresAt: string; operationId: OperationId }> {
  const { result, operationId } = await recordHouseAct(
    ports,
    {
      action: 'people.invite',
      by,
      target: { kind: 'console', id: 'people', name: role },
      changes: [
        { path: 'role', before: null, after: role },
        ...(note === '' ? [] : [{ path: 'note', before: null, after: note }]),
      ],
    },
    () => ports.sessions.makeLink({ kind: 'invitation', role, by: by.userId, note }),
  );
  const expiresAt = new Date(ports.clock.now() + LINK_LIVES_MS).toISOString();
  return { link: setUpAddress(origin, result), expiresAt, operationId };
}

/** The one-time links that may still be used, with the people they are about. */
export async function listLinks({
  accounts,
}: Pick<Container, 'accounts'>): Promise<z.input<(typeof listInvitations)['response']>> {
  const [links, people] = await Promise.all([accounts.links(), accounts.people()]);
  const named = (id: UserId | null) => {
    const person = people.find((one) => one.id === id);
    return person ? { name: person.name, email: person.email } : null;
  };
  return {
    items: links.map(({ userId, createdBy, ...link }) => ({ ...link, person: named(userId), by: named(createdBy) })),
  };
}

export async function revokeInvitation(
  ports: Pick<Container, 'ledger' | 'accounts'>,
  by: Principal,
  id: string,
): Promise<undefined> {
  const link = (await ports.accounts.links()).find((one) => one.id === id);
  if (!link) throw new Fault('not_found', { kind: 'invitation', id: id.slice(0, 12) });
  const target =
    link.userId === null
      ? { kind: 'console' as const, id: 'people', name: link.role ?? '' }
      : targetOf(await personById(ports, link.userId));
  await recordHouseAct(
    ports,
    { action: 'people.revoke-invitation', by, target, changes: [{ path: 'link', before: link.purpose, after: null }] },
    () => ports.accounts.revokeLink(id),
  );
  return undefined;
}
