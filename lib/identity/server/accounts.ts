import type { Claim } from '#lib/domain/access/claim';
import type { Role } from '#lib/domain/access/roles';
import { Fault } from '#lib/domain/fault';
import type { Auth } from './auth';
import { isEmailTaken } from './faults';
import { hashPassword } from './passwords';

type Store = Awaited<Auth['$context']>['internalAdapter'];

/** A user with a password, or neither of them. */
export async function makeAccount(store: Store, { name, email, password }: Claim, role: Role): Promise<void> {
  if (await store.findUserByEmail(email)) throw new Fault('email_in_use', { email });
  const hash = await hashPassword(password);
  const wanted = { name, email, emailVerified: false, role, disabled: false };
  const user = await store.createUser(wanted, { method: 'email-password' }).catch((error: unknown) => {
    throw isEmailTaken(error) ? new Fault('email_in_use', { email }, { cause: error }) : error;
  });
  try {
    await store.linkAccount({ userId: user.id, accountId: user.id, providerId: 'credential', password: hash });
  } catch (error) {
    // nobody could ever sign in as this user, and the e-mail would be taken
    await store.deleteUser(user.id);
    throw error;
  }
}

/** Ends all sessions of this person as well: whoever had the old password is out. */
export async function setPassword(store: Store, userId: string, password: string): Promise<void> {
  const hash = await hashPassword(password);
  if (await store.findCredentialAccount(userId)) await store.updatePassword(userId, hash);
  else await store.linkAccount({ userId, accountId: userId, providerId: 'credential', password: hash });
  await store.deleteUserSessions(userId);
}
