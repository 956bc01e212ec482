import { asFaultParams, type Claim, claimProblems } from '#lib/domain/access/claim';
import { Fault } from '#lib/domain/fault';
import type { Container } from '#lib/ports/container';
import type { ClientInfo, SignedIn } from '#lib/ports/sessions';
import { recordHouseAct } from '../record-house-act';

type Ports = Pick<Container, 'ledger' | 'sessions' | 'tokens'>;

/**
 * Creates an account from a one-time link, or sets a new password. Only a valid link with valid particulars reaches the
 * ledger, because guesses are counted by the limits.
 */
export async function claimLink(ports: Ports, secret: string, claim: Claim, client: ClientInfo): Promise<SignedIn> {
  const link = await ports.sessions.inspectLink(secret, client);
  const name = link.name ?? claim.name.trim();
  const email = link.email ?? claim.email.trim().toLowerCase();
  const problems = claimProblems({ name, email, password: claim.password }).filter(
    ({ field }) => link.name === null || field === 'password',
  );
  if (problems.length > 0) throw new Fault('invalid_input', asFaultParams(problems));
  const { result } = await recordHouseAct(
    ports,
    {
      action: 'setup.claim',
      by: { kind: 'system', name, address: client.address },
      target: { kind: 'user', id: email, name },
      changes:
        link.kind === 'new-password'
          ? [
              { path: 'password', before: null, after: null, sensitive: true },
              { path: 'secondFactors', before: null, after: 'cleared' },
              { path: 'tokens', before: null, after: 'ended' },
            ]
          : [
              { path: 'email', before: null, after: email },
              { path: 'role', before: null, after: link.role },
            ],
    },
    async () => {
      const signedIn = await ports.sessions.claimLink(secret, { name, email, password: claim.password }, client);
      // who had the old password may have made themselves some
      if (link.kind === 'new-password') await ports.tokens.endAllOf(signedIn.principal.userId);
      return signedIn;
    },
  );
  return result;
}
