import { passkeyPlace } from '#lib/domain/access/passkey-place';
import type { SessionPrincipal } from '#lib/domain/access/principal';
import { Fault } from '#lib/domain/fault';
import type { WebAuthnJson } from '#lib/ports/accounts';
import type { Container } from '#lib/ports/container';
import { recordHouseAct } from '../record-house-act';
import { ownTarget } from './own-account';

type Ports = Pick<Container, 'ledger' | 'accounts' | 'settings'>;

/** Throws not_possible where browsers would refuse passkeys anyway. */
export function assertPasskeyPlace({ settings }: Pick<Container, 'settings'>, origin: string): void {
  const place = passkeyPlace(origin, settings.baseUrl);
  if (place !== 'here') throw new Fault('not_possible', { reason: `passkeys-${place}` });
}

export async function startPasskey(
  ports: Ports,
  { headers, origin }: { headers: Headers; origin: string },
): Promise<{ options: WebAuthnJson; cookies: string[] }> {
  assertPasskeyPlace(ports, origin);
  return ports.accounts.startPasskey(headers);
}

export async function addPasskey(
  ports: Ports,
  by: SessionPrincipal,
  name: string,
  response: WebAuthnJson,
  headers: Headers,
): Promise<undefined> {
  const changes = [{ path: 'passkey', before: null, after: name }];
  await recordHouseAct(ports, { action: 'account.passkey-add', by, target: ownTarget(by), changes }, () =>
    ports.accounts.addPasskey(headers, name, response),
  );
  return undefined;
}

export async function endPasskey(ports: Ports, by: SessionPrincipal, id: string): Promise<undefined> {
  const { passkeys } = await ports.accounts.profile(by.userId);
  const passkey = passkeys.find((one) => one.id === id);
  if (!passkey) throw new Fault('not_found', { kind: 'passkey', id });
  const changes = [{ path: 'passkey', before: passkey.name, after: null }];
  await recordHouseAct(ports, { action: 'account.passkey-end', by, target: ownTarget(by), changes }, () =>
    ports.accounts.endPasskey(by.userId, id),
  );
  return undefined;
}
