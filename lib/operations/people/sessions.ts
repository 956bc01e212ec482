import type { z } from 'zod';
import type { openSession } from '#lib/contract/shapes';
import type { SessionPrincipal } from '#lib/domain/access/principal';
import type { SessionId, UserId } from '#lib/domain/ids';
import type { Container } from '#lib/ports/container';
import { recordHouseAct } from '../record-house-act';
import { personById, targetOf } from './person';

type Ports = Pick<Container, 'ledger' | 'accounts'>;

/** A person's sessions; the requesting one is marked. */
export async function listSessions(
  ports: Pick<Container, 'accounts'>,
  by: SessionPrincipal,
  of: string,
): Promise<z.input<typeof openSession>[]> {
  const sessions = await ports.accounts.sessionsOf(of as UserId);
  return sessions.map((session) => ({ ...session, here: session.id === by.sessionId }));
}

export async function endSession(ports: Ports, by: SessionPrincipal, of: string, id: string): Promise<undefined> {
  const person = await personById(ports, of);
  await recordHouseAct(
    ports,
    {
      action: 'people.end-session',
      by,
      target: targetOf(person),
      changes: [{ path: 'session', before: id.slice(0, 8), after: null }],
    },
    () => ports.accounts.endSession(person.id, id as SessionId),
  );
  return undefined;
}

/** Ends all sessions of a person; of one's own all others, so that nobody signs themselves out by it. */
export async function endSessions(ports: Ports, by: SessionPrincipal, of: string): Promise<{ ended: number }> {
  const person = await personById(ports, of);
  const open = (await ports.accounts.sessionsOf(person.id)).length;
  const keep = by.userId === person.id ? by.sessionId : null;
  const { result } = await recordHouseAct(
    ports,
    {
      action: 'people.end-session',
      by,
      target: targetOf(person),
      changes: [{ path: 'sessions', before: open, after: keep ? 1 : 0 }],
    },
    () => ports.accounts.endSessions(person.id, keep),
  );
  return { ended: result };
}
