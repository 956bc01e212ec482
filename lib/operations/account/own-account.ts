import type { z } from 'zod';
import type {
  changeAccount as changeContract,
  changePassword as passwordContract,
  readAccount as readContract,
} from '#lib/contract/account';
import { passkeyPlace } from '#lib/domain/access/passkey-place';
import type { SessionPrincipal } from '#lib/domain/access/principal';
import type { Container } from '#lib/ports/container';
import { targetOf } from '../people/person';
import { recordHouseAct } from '../record-house-act';

type Ports = Pick<Container, 'ledger' | 'accounts' | 'settings' | 'tokens'>;

export const ownTarget = ({ userId, name }: SessionPrincipal) => targetOf({ id: userId, name });

export async function readAccount(
  ports: Ports,
  by: SessionPrincipal,
  origin: string,
): Promise<z.input<(typeof readContract)['response']>> {
  const profile = await ports.accounts.profile(by.userId);
  const here = (await ports.accounts.sessionsOf(by.userId)).find(({ id }) => id === by.sessionId);
  const failedSignIns = { before: here?.failedBefore ?? 0, since: profile.failedSignIns };
  return { ...profile, failedSignIns, passkeysHere: passkeyPlace(origin, ports.settings.baseUrl) };
}

/** Only a new name is an operation, because others see it; language and theme are private. */
export async function changeAccount(
  ports: Ports,
  by: SessionPrincipal,
  change: z.infer<(typeof changeContract)['body']>,
): Promise<undefined> {
  const write = () => ports.accounts.setProfile(by.userId, change);
  if (change.name === undefined || change.name === by.name) await write();
  else {
    const changes = [{ path: 'name', before: by.name, after: change.name }];
    await recordHouseAct(ports, { action: 'account.name', by, target: ownTarget(by), changes }, write);
  }
  return undefined;
}

/** With the cookies for the browser in which it was done. Tokens end as well unless the person keeps them. */
export async function changePassword(
  ports: Ports,
  by: SessionPrincipal,
  { old, password, keepTokens }: z.infer<(typeof passwordContract)['body']>,
): Promise<{ cookies: string[]; endedTokens: number }> {
  await ports.accounts.checkPassword(by.userId, old);
  const changes = [
    { path: 'password', before: null, after: null, sensitive: true },
    ...(keepTokens ? [] : [{ path: 'tokens', before: null, after: 'ended' }]),
  ];
  const act = { action: 'account.password', by, target: ownTarget(by), changes } as const;
  const { result } = await recordHouseAct(ports, act, async () => {
    const { cookies } = await ports.accounts.setPassword(by.userId, password, by.sessionId);
    return { cookies, endedTokens: keepTokens ? 0 : await ports.tokens.endAllOf(by.userId) };
  });
  return result;
}
