import type { SessionPrincipal } from '#lib/domain/access/principal';
import type { TotpSecret } from '#lib/ports/accounts';
import type { Container } from '#lib/ports/container';
import { recordHouseAct } from '../record-house-act';
import { ownTarget } from './own-account';

type Ports = Pick<Container, 'ledger' | 'accounts'>;

/** Not in force yet: a code made with it confirms it. */
export const startTotp = ({ accounts }: Ports, by: SessionPrincipal): Promise<TotpSecret> =>
  accounts.startTotp(by.userId);

export async function confirmTotp(
  ports: Ports,
  by: SessionPrincipal,
  code: string,
): Promise<{ recoveryCodes: string[] }> {
  const { result } = await recordHouseAct(
    ports,
    {
      action: 'account.second-factor-on',
      by,
      target: ownTarget(by),
      changes: [{ path: 'totp', before: false, after: true }],
    },
    () => ports.accounts.confirmTotp(by.userId, code),
  );
  return { recoveryCodes: result };
}

export async function endTotp(ports: Ports, by: SessionPrincipal): Promise<undefined> {
  await recordHouseAct(
    ports,
    {
      action: 'account.second-factor-off',
      by,
      target: ownTarget(by),
      changes: [{ path: 'totp', before: true, after: false }],
    },
    () => ports.accounts.endTotp(by.userId),
  );
  return undefined;
}

export async function makeRecoveryCodes(ports: Ports, by: SessionPrincipal): Promise<{ recoveryCodes: string[] }> {
  const { result } = await recordHouseAct(ports, { action: 'account.recovery-codes', by, target: ownTarget(by) }, () =>
    ports.accounts.newRecoveryCodes(by.userId),
  );
  return { recoveryCodes: result };
}
