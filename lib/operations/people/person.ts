import type { Principal } from '#lib/domain/access/principal';
import { Fault } from '#lib/domain/fault';
import type { UserId } from '#lib/domain/ids';
import type { OperationTarget } from '#lib/domain/operation/operation';
import type { Profile } from '#lib/ports/accounts';
import type { Container } from '#lib/ports/container';

/** Throws not_found, so that an action on nobody leaves no row in the ledger. */
export const personById = ({ accounts }: Pick<Container, 'accounts'>, id: string): Promise<Profile> =>
  accounts.profile(id as UserId);

/**
 * An admin's own account changes through its own screen, which asks for the password: an unlocked screen is no way
 * around it.
 */
export function assertNotYourself(by: Principal, id: string): void {
  if (by.kind !== 'system' && by.userId === id) throw new Fault('not_yourself');
}

export const targetOf = ({ id, name }: { id: string; name: string }): OperationTarget => ({ kind: 'user', id, name });
