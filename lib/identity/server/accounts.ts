import type { Claim } from '#lib/domain/access/claim';
import type { Role } from '#lib/domain/access/roles';
import { Fault } from '#lib/domain/fault';
import type { Auth } from './auth';
import { isEmailTaken } from './faults';
import { hashPassword } from './passwords';

type Store = Awaited<Auth['$context']>['internalAdapter'];

/** Creates a user with a password, or neither. */
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
    // otherwise nobody could sign in as this user, and the e-mail would stay taken
    await store.deleteUser(user.id);
    throw error;
  }
}

/** Also ends the person's sessions, except the given one, because others may hold the old password. */
export async function setPassword(store: Store, userId: string, password: string, keep?: string): Promise<void> {
  const hash = await hashPassword(password);
  if (await store.findCredentialAccount(userId)) await store.updatePassword(userId, hash);
  else await store.linkAccount({ userId, accountId: userId, providerId: 'credential', password: hash });
  if (keep === undefined) await store.deleteUserSessions(userId);
  else await endOthers(store, userId, keep);
}

/** Ends all sessions of a person except one; resolves to their number. */
export async function endOthers(store: Store, userId: string, keep: string | null): Promise<number> {
  const others = (await store.listSessions(userId)).filter(({ id }) => id !== keep);
  for (const { token } of others) await store.deleteSession(token);
  return others.length;
}
