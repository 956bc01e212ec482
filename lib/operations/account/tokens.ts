import type { z } from 'zod';
import type { makeToken as contract } from '#lib/contract/tokens';
import type { SessionPrincipal } from '#lib/domain/access/principal';
import { leastRoleFor, may } from '#lib/domain/access/roles';
import { Fault } from '#lib/domain/fault';
import type { TokenId } from '#lib/domain/ids';
import type { ApiToken } from '#lib/ports/api-tokens';
import type { Container } from '#lib/ports/container';
import { recordHouseAct } from '../record-house-act';

type Ports = Pick<Container, 'ledger' | 'tokens' | 'clock'>;

const DAY_MS = 24 * 3600 * 1000;

export async function listTokens(ports: Ports, by: SessionPrincipal, of: 'me' | 'everybody'): Promise<ApiToken[]> {
  if (of === 'everybody') assertAdministers(by);
  return ports.tokens.list(of === 'me' ? by.userId : null);
}

/** Never more than who makes it may; what they lose later the token loses too. */
export async function makeToken(
  ports: Ports,
  by: SessionPrincipal,
  { name, verbs, scope, days }: z.infer<(typeof contract)['body']>,
): Promise<{ token: ApiToken; secret: string; operationId: string }> {
  const tooMuch = verbs.find((verb) => !may(by.role, verb));
  if (tooMuch) throw new Fault('not_allowed', { verb: tooMuch, role: by.role, needed: leastRoleFor(tooMuch) });
  const expiresAt = ports.clock.now() + days * DAY_MS;
  const { result, operationId } = await recordHouseAct(
    ports,
    {
      action: 'token.make',
      by,
      target: { kind: 'token', id: by.userId, name },
      changes: [
        { path: 'verbs', before: null, after: verbs },
        { path: 'scope', before: null, after: scope },
        { path: 'expiresAt', before: null, after: new Date(expiresAt).toISOString() },
      ],
    },
    () => ports.tokens.make({ owner: by.userId, name, verbs: [...new Set(verbs)], scope, expiresAt }),
  );
  return { ...result, operationId };
}

export async function endToken(ports: Ports, by: SessionPrincipal, id: TokenId): Promise<undefined> {
  const token = await ports.tokens.find(id);
  // the existence of others' tokens is not revealed
  if (!token || (token.owner.id !== by.userId && !may(by.role, 'people:administer')))
    throw new Fault('not_found', { kind: 'token', id });
  if (token.endedAt !== null) return undefined;
  await recordHouseAct(
    ports,
    {
      action: 'token.end',
      by,
      target: { kind: 'token', id, name: token.name },
      changes: [{ path: 'owner', before: token.owner.email, after: null }],
    },
    () => ports.tokens.end(id),
  );
  return undefined;
}

function assertAdministers(by: SessionPrincipal): void {
  const verb = 'people:administer';
  if (!may(by.role, verb)) throw new Fault('not_allowed', { verb, role: by.role, needed: leastRoleFor(verb) });
}
