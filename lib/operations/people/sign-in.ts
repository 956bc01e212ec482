import type { Container } from '#lib/ports/container';
import type { ClientInfo, SignedIn } from '#lib/ports/sessions';
import { recordHouseAct } from './record-house-act';

type Ports = Pick<Container, 'ledger' | 'sessions'>;

/**
 * Failed attempts are counted and not written down, or anybody could fill the ledger; so the row comes after the password
 * was found right, and before the cookie is handed out. Without the row the session is ended again.
 */
export async function signIn(ports: Ports, email: string, password: string, client: ClientInfo): Promise<SignedIn> {
  const signedIn = await ports.sessions.signIn(email, password, client);
  const { principal } = signedIn;
  try {
    await recordHouseAct(
      ports,
      {
        action: 'session.sign-in',
        by: principal,
        target: { kind: 'user', id: principal.userId, name: principal.name },
        changes: [{ path: 'address', before: null, after: client.address, sensitive: true }],
      },
      async () => signedIn,
    );
  } catch (error) {
    await ports.sessions.end(principal.sessionId);
    throw error;
  }
  return signedIn;
}
