import { randomBytes } from 'node:crypto';
import { serializeSignedCookie } from 'better-call';
import type { WebAuthnJson } from '#lib/ports/accounts';
import type { Auth } from './auth';
import { signedCookie } from './signed-cookie';

/** Where the passkey plugin looks for its challenge; its own name for it. */
const COOKIE = 'better-auth-passkey';
const LIVES_MS = 5 * 60_000;
/** 32 bytes in base64url, and when it ends, in ms. Nothing else that is signed with the same secret looks so. */
const VALUE = /^([\w-]{43})\.(\d{13})$/;

/**
 * What a passkey is to sign before anybody is signed in. The client keeps it, in a signed cookie: better-auth would write
 * a row for each stranger that asks.
 */
export async function passkeyChallenge(auth: Auth, now: number): Promise<{ options: WebAuthnJson; cookies: string[] }> {
  const { createAuthCookie, secret } = await auth.$context;
  const challenge = randomBytes(32).toString('base64url');
  const { name, attributes } = createAuthCookie(COOKIE, { maxAge: LIVES_MS / 1000 });
  const rpId = new URL(String(auth.options.baseURL)).hostname;
  return {
    options: { challenge, rpId, timeout: 60_000, userVerification: 'required' },
    cookies: [await serializeSignedCookie(name, `${challenge}.${now + LIVES_MS}`, secret, attributes)],
  };
}

/**
 * The Cookie header with which better-auth finds the challenge, which is good once; null where it is not ours, over or used,
 * or where no account has the passkey of the response: then nothing is written.
 */
export async function redeemChallenge(
  auth: Auth,
  headers: Headers,
  response: WebAuthnJson,
  now: number,
): Promise<string | null> {
  const cookie = await signedCookie(auth, headers, COOKIE);
  const [, challenge, until] = VALUE.exec(cookie?.value ?? '') ?? [];
  if (!cookie || !challenge || Number(until) <= now || typeof response.id !== 'string') return null;
  const { adapter, internalAdapter } = await auth.$context;
  const where = [{ field: 'credentialID', value: response.id }];
  if (!(await adapter.findOne({ model: 'passkey', where }))) return null;
  const expiresAt = new Date(Number(until));
  const used = { identifier: `passkey-used-${challenge}`, value: 'used', expiresAt };
  if (!(await internalAdapter.reserveVerificationValue(used))) return null;
  const value = JSON.stringify({ type: 'authentication', expectedChallenge: challenge, userData: { id: '' } });
  await internalAdapter.createVerificationValue({ identifier: cookie.value, value, expiresAt });
  return cookie.header;
}
