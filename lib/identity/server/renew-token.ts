import { generateRandomString } from 'better-auth/crypto';
import { serializeSignedCookie } from 'better-call';
import type { SessionId } from '#lib/domain/ids';
import type { Auth } from './auth';

const TOKEN_LENGTH = 32;

/** Replaces a session's token, which invalidates copies of its cookie; returns the new cookie. */
export async function renewToken(auth: Auth, id: SessionId): Promise<string> {
  const { adapter, authCookies, secret } = await auth.$context;
  const token = generateRandomString(TOKEN_LENGTH);
  await adapter.update({ model: 'session', where: [{ field: 'id', value: id }], update: { token } });
  const { name, attributes } = authCookies.sessionToken;
  return serializeSignedCookie(name, token, secret, attributes);
}
