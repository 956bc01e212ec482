import type { SessionId } from '#lib/domain/ids';
import type { WebAuthnJson } from '#lib/ports/accounts';
import type { Container } from '#lib/ports/container';
import type { ClientInfo, SecondFactorNeeded, SignedIn } from '#lib/ports/sessions';
import { assertPasskeyPlace } from '../account/passkeys';
import { recordHouseAct } from '../record-house-act';

type Ports = Pick<Container, 'ledger' | 'sessions' | 'accounts'>;

/** The request of a sign-in. `before`: the session that the browser had, which the new one takes the place of. */
interface SignInRequest {
  client: ClientInfo;
  headers: Headers;
  before?: SessionId | undefined;
}

/** Email and password. Where a second factor is required there is no session yet, and nothing is recorded. */
export async function signIn(
  ports: Pick<Container, 'ledger' | 'sessions'>,
  email: string,
  password: string,
  request: SignInRequest,
): Promise<SignedIn | SecondFactorNeeded> {
  const step = await ports.sessions.signIn(email, password, request.client, request.headers);
  return step.principal ? recorded(ports, step, request, 'password') : step;
}

export async function passSecondFactor(ports: Ports, code: string, request: SignInRequest): Promise<SignedIn> {
  const signedIn = await ports.accounts.passSecondFactor(request.headers, code, request.client);
  return recorded(ports, signedIn, request, 'second factor');
}

export async function passkeyChallenge(
  ports: Pick<Container, 'accounts' | 'settings'>,
  { origin }: { origin: string },
): Promise<{ options: WebAuthnJson; cookies: string[] }> {
  assertPasskeyPlace(ports, origin);
  return ports.accounts.passkeyChallenge();
}

export async function signInByPasskey(ports: Ports, response: WebAuthnJson, request: SignInRequest): Promise<SignedIn> {
  const signedIn = await ports.accounts.signInByPasskey(request.headers, response, request.client);
  return recorded(ports, signedIn, request, 'passkey');
}

/**
 * Failed attempts are counted and not written down, or anybody could fill the ledger; so the row comes after all was
 * found right, and before the cookie is handed out. Without the row the session is ended again.
 */
async function recorded(
  ports: Pick<Container, 'ledger' | 'sessions'>,
  signedIn: SignedIn,
  { client, before }: SignInRequest,
  by: 'password' | 'second factor' | 'passkey',
): Promise<SignedIn> {
  const { principal } = signedIn;
  try {
    await recordHouseAct(
      ports,
      {
        action: 'session.sign-in',
        by: { ...principal, address: client.address },
        target: { kind: 'user', id: principal.userId, name: principal.name },
        changes: [{ path: 'by', before: null, after: by }],
      },
      async () => signedIn,
    );
  } catch (error) {
    await ports.sessions.end(principal.sessionId);
    throw error;
  }
  if (before && before !== principal.sessionId) await ports.sessions.end(before);
  return signedIn;
}
